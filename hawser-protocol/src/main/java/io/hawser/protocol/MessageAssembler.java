package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import io.hawser.error.ProtocolException;
import io.hawser.extension.MessageInflater;
import io.hawser.extension.PayloadSink;
import io.hawser.extension.SpareArrays;
import io.hawser.model.CloseCode;
import io.hawser.model.Message;
import io.hawser.model.Opcode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes whole messages of data frames (RFC 6455, 5.4 and 5.6), within limits. */
final class MessageAssembler {
  /** A peer that sends more empty fragments in a row is wasting our time, not sending a message. */
  static final int MAX_EMPTY_FRAGMENTS = 64;

  /**
   * Payloads are copied, unmasked and validated, or expanded, in pieces of this size, which stay in
   * the nearest cache meanwhile. A multiple of four: the key need not be turned between them.
   */
  private static final int PIECE_BYTES = 8192;

  /**
   * What compressing may add to a message that is at its limit already, and more: DEFLATE adds five
   * bytes for each of its blocks, which a sender may make small.
   */
  private static final int EXPANSION_BYTES = 64 * 1024;

  private final Limits limits;
  private final @Nullable MessageInflater inflater;
  private final PayloadBuffer buffer;
  private final PayloadSink expanded = this::expanded;
  private final Utf8Validator utf8 = new Utf8Validator();

  // of the message being read: text or binary, null between messages; what expands it, if anything
  private @Nullable Opcode kind;
  private @Nullable MessageInflater compressed;
  private long compressedBytes;
  private int fragments;
  private int emptyFragments;
  private boolean lastFragment;

  MessageAssembler(Limits limits, @Nullable MessageInflater inflater) {
    this(limits, inflater, new PayloadBuffer(limits.maxMessageBytes()));
  }

  /** Collects messages in {@code buffer}. */
  MessageAssembler(Limits limits, @Nullable MessageInflater inflater, PayloadBuffer buffer) {
    this.limits = limits;
    this.inflater = inflater;
    this.buffer = buffer;
  }

  boolean isInMessage() {
    return kind != null;
  }

  /** Begins a data frame: judged on its header, before a byte of its payload is buffered. */
  void begin(FrameHeader header) {
    if (header.opcode() == Opcode.CONTINUATION) {
      if (kind == null) {
        // 5.4
        throw violation(CloseCode.PROTOCOL_ERROR, "continuation frame without a message");
      }
    } else {
      if (kind != null) {
        // 5.4: the fragments of one message are not interleaved with another's
        throw violation(CloseCode.PROTOCOL_ERROR, "new message inside a fragmented one");
      }
      kind = header.opcode();
      compressed = header.rsv() == 0 ? null : inflater;
      utf8.reset();
      compressedBytes = 0;
      fragments = 0;
      emptyFragments = 0;
    }
    lastFragment = header.fin();
    if (++fragments > limits.maxFragments()) {
      throw violation(CloseCode.POLICY_VIOLATION, "message in too many fragments");
    }
    emptyFragments = header.payloadLength() == 0 ? emptyFragments + 1 : 0;
    if (emptyFragments > MAX_EMPTY_FRAGMENTS) {
      throw violation(CloseCode.POLICY_VIOLATION, "too many empty fragments in a row");
    }
    if (compressed == null) {
      buffer.admit(header.payloadLength());
    }
  }

  /**
   * Takes a piece of the frame's payload; {@code expected} bytes are left of it, these included.
   */
  void payload(ByteBuffer in, int length, long expected, int key) {
    if (compressed != null) {
      if (lastFragment && fragments == 1 && length == expected) {
        buffer.borrow();
      }
      inflate(compressed, in, length, key);
      return;
    }
    // only the last fragment's length bounds the message: others would make each grow by a bit
    buffer.reserve(length, lastFragment ? expected : limits.maxMessageBytes());
    for (int left = length; left > 0; ) {
      int size = Math.min(left, PIECE_BYTES);
      int at = buffer.size();
      buffer.append(in, size);
      if (key != 0) {
        Masking.apply(buffer.array(), at, size, key);
      }
      validate(buffer.array(), at, size);
      left -= size;
    }
  }

  /** Ends the message and returns it. */
  Message end() {
    if (compressed != null) {
      compressed.endMessage(expanded);
    }
    boolean text = kind == Opcode.TEXT;
    if (text && !utf8.isComplete()) {
      // 8.1
      throw violation(CloseCode.INVALID_PAYLOAD, "text ends inside a character");
    }
    kind = null;
    byte[] bytes = buffer.take();
    return text ? Message.Text.ofValidUtf8(bytes) : Message.binary(bytes);
  }

  /** Drops the message being read. */
  void clear() {
    kind = null;
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
        inflater.inflate(piece, 0, size, expanded);
        left -= size;
      }
    } finally {
      SpareArrays.give(piece);
    }
  }

  private void expanded(byte[] bytes, int offset, int length) {
    buffer.append(bytes, offset, length);
    validate(bytes, offset, length);
  }

  private void validate(byte[] bytes, int offset, int length) {
    // 8.1: at the first impossible byte, not at the end of the message
    if (kind == Opcode.TEXT && !utf8.accept(bytes, offset, length)) {
      throw violation(CloseCode.INVALID_PAYLOAD, "text is not UTF-8");
    }
  }

  private static ProtocolException violation(CloseCode code, String rule) {
    return new ProtocolException(code, rule);
  }
}
