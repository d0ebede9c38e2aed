package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import io.hawser.error.ProtocolException;
import io.hawser.extension.MessageInflater;
import io.hawser.extension.PayloadSink;
import io.hawser.extension.SpareArrays;
import io.hawser.model.CloseCode;
import io.hawser.model.Message;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes whole messages of data frames (RFC 6455, 5.4 and 5.6), within limits. */
final class MessageAssembler implements Assembler, PayloadSink {
  /**
   * Payloads are copied, unmasked and validated, or expanded, in pieces of this size, which stay in
   * the nearest cache meanwhile.
   */
  private static final int PIECE_BYTES = 8192;

  /**
   * What compressing may add to a message that is at its limit already, and more: DEFLATE adds five
   * bytes for each of its blocks, which a sender may make small.
   */
  private static final int EXPANSION_BYTES = 64 * 1024;

  private final Limits limits;
  private final @Nullable MessageInflater inflater;
  private final MessageBuffer buffer;
  private final Utf8Validator utf8 = new Utf8Validator();
  private final FragmentSequence sequence;

  // of the message being read: what expands it, if anything
  private @Nullable MessageInflater compressed;
  private long compressedBytes;
  private boolean onlyFragment;
  private boolean lastFragment;

  private @Nullable Message whole;

  MessageAssembler(Limits limits, @Nullable MessageInflater inflater) {
    this(limits, inflater, new MessageBuffer());
  }

  /** Collects messages in {@code buffer}. */
  MessageAssembler(Limits limits, @Nullable MessageInflater inflater, MessageBuffer buffer) {
    this.limits = limits;
    this.inflater = inflater;
    this.buffer = buffer;
    this.sequence = new FragmentSequence(limits);
  }

  @Override
  public boolean isInMessage() {
    return sequence.isInMessage();
  }

  @Override
  public int heldBytes() {
    return buffer.heldBytes();
  }

  @Override
  public void begin(FrameHeader header) {
    boolean first = sequence.begin(header);
    if (first) {
      compressed = header.rsv() == 0 ? null : inflater;
      utf8.reset();
      compressedBytes = 0;
    }
    lastFragment = header.fin();
    onlyFragment = first && lastFragment;
    if (compressed == null) {
      buffer.admit(header.payloadLength(), limits.maxMessageBytes());
    }
  }

  @Override
  public int payload(ByteBuffer in, int length, long expected, int key) {
    if (compressed != null) {
      if (onlyFragment && length == expected) {
        buffer.borrow();
      }
      inflate(compressed, in, length, key);
      return length;
    }
    int turned = key;
    for (int done = 0; done < length; ) {
      // only the length of the last fragment says how large the message will be
      int room = buffer.reserve(length - done, lastFragment ? expected - done : -1);
      int size = Math.min(room, PIECE_BYTES);
      boolean ascii = buffer.append(in, size, turned);
      if (!ascii || !utf8.isComplete()) {
        validate(buffer.array(), buffer.end() - size, size);
      }
      turned = Masking.rotate(turned, size);
      done += size;
    }
    return length;
  }

  @Override
  public void end() {
    if (compressed != null) {
      compressed.endMessage(this);
    }
    boolean text = sequence.isText();
    if (text && !utf8.isComplete()) {
      // 8.1
      throw new ProtocolException(CloseCode.INVALID_PAYLOAD, "text ends inside a character");
    }
    sequence.end();
    whole = buffer.take(text);
  }

  @Override
  public boolean deliver(Events events) {
    Message message = whole;
    if (message == null) {
      return true;
    }
    whole = null;
    return events.message(message);
  }

  @Override
  public void clear() {
    sequence.end();
    buffer.clear();
  }

  private void inflate(MessageInflater inflater, ByteBuffer in, int length, int key) {
    compressedBytes += length;
    if (compressedBytes > 2L * limits.maxMessageBytes() + EXPANSION_BYTES) {
      // blocks that expand to nothing: no limit on what comes out would ever end them
      throw new MessageTooBigException(compressedBytes, limits.maxMessageBytes());
    }
    byte[] piece = SpareArrays.take();
    try {
      int turned = key;
      for (int left = length; left > 0; ) {
        int size = Math.min(left, PIECE_BYTES);
        in.get(piece, 0, size);
        Masking.apply(piece, 0, size, turned);
        turned = Masking.rotate(turned, size);
        inflater.inflate(piece, 0, size, this);
        left -= size;
      }
    } finally {
      SpareArrays.give(piece);
    }
  }

  /** Takes what compressed payload expands to. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    buffer.append(bytes, offset, length, limits.maxMessageBytes());
    validate(bytes, offset, length);
  }

  private void validate(byte[] bytes, int offset, int length) {
    // 8.1: at the first impossible byte, not at the end of the message
    if (sequence.isText() && !utf8.accept(bytes, offset, length)) {
      throw new ProtocolException(CloseCode.INVALID_PAYLOAD, "text is not UTF-8");
    }
  }
}
