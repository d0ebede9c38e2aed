package io.hawser.protocol;

import io.hawser.error.ProtocolException;
import io.hawser.extension.MessageInflater;
import io.hawser.extension.PayloadSink;
import io.hawser.extension.SpareArrays;
import io.hawser.model.CloseCode;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes fragments of data frames (RFC 6455, 5.4 and 5.6): of each read those bytes that came, never
 * more than {@link SpareArrays#BYTES} in one. Keeps nothing between reads but the beginning of a
 * character.
 */
final class FragmentAssembler implements Assembler {
  /**
   * How much is expanded before it is asked whether to go on: DEFLATE makes at most 1,032 bytes of
   * one, so about a MiB. A multiple of four: the key need not be turned.
   */
  private static final int STEP_BYTES = 1024;

  /** A peer that sends so much of what expands to nothing is wasting our time. */
  private static final int MAX_IDLE_BYTES = 64 * 1024;

  private static final byte[] NOTHING = {};

  private final int recountBytes;
  private final @Nullable MessageInflater inflater;
  private final PayloadSink expanded = this::expanded;
  private final Utf8Validator utf8 = new Utf8Validator();
  private final FragmentSequence sequence;
  private final ArrayDeque<byte[]> ready = new ArrayDeque<>(1);

  // of the message being read: what expands it, if anything, and how much came of late that
  // expands to nothing; whether a fragment of it was handed on, and whether none will follow
  private @Nullable MessageInflater compressed;
  private int idleBytes;
  private long uncountedBytes;
  private boolean begun;
  private boolean ended;

  // the beginning of a character that is not whole; while expanding, all that is not ready
  private byte[] rest = NOTHING;
  private int size;

  /**
   * Begins with no message.
   *
   * @param limits of which those on fragments count, {@linkplain FragmentSequence#recount anew}
   *     after each {@link Limits#maxMessageBytes}
   */
  FragmentAssembler(Limits limits, @Nullable MessageInflater inflater) {
    this.recountBytes = limits.maxMessageBytes();
    this.inflater = inflater;
    this.sequence = new FragmentSequence(limits);
  }

  @Override
  public boolean isInMessage() {
    return sequence.isInMessage();
  }

  @Override
  public int heldBytes() {
    return size;
  }

  @Override
  public void begin(FrameHeader header) {
    if (uncountedBytes >= recountBytes) {
      uncountedBytes = 0;
      sequence.recount();
    }
    if (sequence.begin(header)) {
      compressed = header.rsv() == 0 ? null : inflater;
      utf8.reset();
      idleBytes = 0;
      uncountedBytes = 0;
      begun = false;
    }
  }

  @Override
  public int payload(ByteBuffer in, int length, long expected, int key) {
    if (compressed != null) {
      return inflate(compressed, in, length, key);
    }
    int taken = Math.min(length, SpareArrays.BYTES - size);
    byte[] bytes = size == 0 ? new byte[taken] : Arrays.copyOf(rest, size + taken);
    boolean ascii = Masking.take(in, bytes, size, taken, key);
    if (!ascii || !utf8.isComplete()) {
      validate(bytes, size, taken);
    }
    uncountedBytes += taken;
    add(bytes, bytes.length);
    return taken;
  }

  /** Makes ready the first {@code length} of these bytes, but for a character that is not whole. */
  private void add(byte[] bytes, int length) {
    int cut = sequence.isText() ? Utf8Validator.cutBytes(bytes, length) : 0;
    int whole = length - cut;
    if (whole > 0) {
      ready.add(whole == bytes.length ? bytes : Arrays.copyOf(bytes, whole));
    }
    rest = cut == 0 ? NOTHING : Arrays.copyOfRange(bytes, whole, length);
    size = cut;
  }

  private int inflate(MessageInflater inflater, ByteBuffer in, int length, int key) {
    byte[] piece = SpareArrays.take();
    borrow();
    try {
      int taken = 0;
      // small steps, but for what expands to little no small fragments
      while (taken < length && ready.isEmpty()) {
        int step = Math.min(length - taken, STEP_BYTES);
        in.get(piece, 0, step);
        Masking.apply(piece, 0, step, key);
        idleBytes += step;
        inflater.inflate(piece, 0, step, expanded);
        if (idleBytes > MAX_IDLE_BYTES) {
          throw new ProtocolException(
              CloseCode.POLICY_VIOLATION, "compressed data that expands to nothing");
        }
        taken += step;
      }
      return taken;
    } finally {
      giveBack();
      SpareArrays.give(piece);
    }
  }

  private void expanded(byte[] bytes, int offset, int length) {
    idleBytes = 0;
    validate(bytes, offset, length);
    uncountedBytes += length;
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, rest.length - size);
      System.arraycopy(bytes, offset + done, rest, size, part);
      size += part;
      done += part;
      if (size == rest.length) {
        addExpanded();
      }
    }
  }

  /** Makes ready what was expanded; what is left of it moves to the front. */
  private void addExpanded() {
    int cut = sequence.isText() ? Utf8Validator.cutBytes(rest, size) : 0;
    int whole = size - cut;
    if (whole > 0) {
      ready.add(Arrays.copyOf(rest, whole));
      System.arraycopy(rest, whole, rest, 0, cut);
    }
    size = cut;
  }

  private void borrow() {
    byte[] array = SpareArrays.take();
    System.arraycopy(rest, 0, array, 0, size);
    rest = array;
  }

  private void giveBack() {
    byte[] array = rest;
    addExpanded();
    rest = size == 0 ? NOTHING : Arrays.copyOf(array, size);
    SpareArrays.give(array);
  }

  private void validate(byte[] bytes, int offset, int length) {
    // 8.1: at the first impossible byte, not at the end of the message
    if (sequence.isText() && !utf8.accept(bytes, offset, length)) {
      throw new ProtocolException(CloseCode.INVALID_PAYLOAD, "text is not UTF-8");
    }
  }

  @Override
  public void end() {
    if (compressed != null) {
      borrow();
      try {
        compressed.endMessage(expanded);
      } finally {
        giveBack();
      }
    }
    if (sequence.isText() && !utf8.isComplete()) {
      // 8.1
      throw new ProtocolException(CloseCode.INVALID_PAYLOAD, "text ends inside a character");
    }
    ended = true;
  }

  @Override
  public boolean deliver(Events events) {
    boolean goOn = true;
    while (!ready.isEmpty() || ended) {
      byte[] bytes = ready.isEmpty() ? NOTHING : ready.remove();
      boolean text = sequence.isText();
      boolean first = !begun;
      boolean last = ended && ready.isEmpty();
      begun = true;
      if (last) {
        ended = false;
        sequence.end();
      }
      Message piece = text ? Message.Text.ofValidUtf8(bytes) : Message.binary(bytes);
      goOn &= events.fragment(new Fragment(piece, first, last));
    }
    return goOn;
  }

  @Override
  public void clear() {
    sequence.end();
    ready.clear();
    ended = false;
    rest = NOTHING;
    size = 0;
  }
}
