package io.hawser.model;

/**
 * A piece of a message, one of those that make it up in their order (RFC 6455, 5.4). Received, it
 * is what came at a time, and not necessarily what the peer made a frame of.
 *
 * <p>The pieces of a text are cut between characters: each is valid UTF-8 by itself.
 *
 * @param piece what it carries: of one kind in all fragments of a message, possibly nothing
 * @param first whether the message begins with it
 * @param last whether the message ends with it
 */
public record Fragment(Message piece, boolean first, boolean last) {
  /** Whether the message is text. */
  public boolean isText() {
    return piece instanceof Message.Text;
  }

  /** Size of the piece, in bytes; of its UTF-8 for text. */
  public int size() {
    return piece.size();
  }

  /** The bytes of the piece, not a copy. Owned by the fragment; do not write into it. */
  public byte[] bytes() {
    return piece.bytes();
  }

  /**
   * The text of the piece.
   *
   * @throws IllegalStateException if the message is binary
   */
  public String text() {
    return piece.text();
  }
}
