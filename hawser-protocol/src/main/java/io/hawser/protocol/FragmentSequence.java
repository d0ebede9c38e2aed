package io.hawser.protocol;

import io.hawser.error.ProtocolException;
import io.hawser.model.CloseCode;
import io.hawser.model.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Which data frame may follow which (RFC 6455, 5.4), and how many may make up a message. Judges
 * each on its header, before a byte of its payload is buffered.
 */
final class FragmentSequence {
  /** A peer that sends more empty fragments in a row is wasting our time, not sending a message. */
  static final int MAX_EMPTY_FRAGMENTS = 64;

  private final int maxFragments;

  // of the message being read: text or binary, null between messages
  private @Nullable Opcode kind;
  private int fragments;
  private int emptyFragments;

  FragmentSequence(Limits limits) {
    this.maxFragments = limits.maxFragments();
  }

  /**
   * Begins a data frame; returns whether a message begins with it.
   *
   * @throws ProtocolException if the frame may not come now
   */
  boolean begin(FrameHeader header) {
    boolean first = header.opcode() != Opcode.CONTINUATION;
    if (first) {
      if (kind != null) {
        // 5.4: the fragments of one message are not interleaved with another's
        throw violation(CloseCode.PROTOCOL_ERROR, "new message inside a fragmented one");
      }
      kind = header.opcode();
      fragments = 0;
      emptyFragments = 0;
    } else if (kind == null) {
      // 5.4
      throw violation(CloseCode.PROTOCOL_ERROR, "continuation frame without a message");
    }
    if (++fragments > maxFragments) {
      throw violation(CloseCode.POLICY_VIOLATION, "message in too many fragments");
    }
    emptyFragments = header.payloadLength() == 0 ? emptyFragments + 1 : 0;
    if (emptyFragments > MAX_EMPTY_FRAGMENTS) {
      throw violation(CloseCode.POLICY_VIOLATION, "too many empty fragments in a row");
    }
    return first;
  }

  /** Whether a message has begun, and not ended. */
  boolean isInMessage() {
    return kind != null;
  }

  /** Whether the message being read is text. */
  boolean isText() {
    return kind == Opcode.TEXT;
  }

  /** Counts the fragments of the message being read anew. */
  void recount() {
    fragments = 0;
  }

  /** The message being read is whole, or dropped. */
  void end() {
    kind = null;
  }

  private static ProtocolException violation(CloseCode code, String rule) {
    return new ProtocolException(code, rule);
  }
}
