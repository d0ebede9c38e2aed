package io.hawser.protocol;

import java.nio.ByteBuffer;

/** What an endpoint makes of data frames: whole messages, or fragments as they come. */
interface Assembler {
  /** Whether a message has begun to come, and not ended. */
  boolean isInMessage();

  /** How much memory the message takes that has begun to come. */
  int heldBytes();

  /** Begins a data frame: judged on its header, before a byte of its payload is buffered. */
  void begin(FrameHeader header);

  /**
   * Takes a piece of the frame's payload, and returns how many bytes of it: not necessarily all.
   *
   * @param length how many bytes are there, at least one
   * @param expected how many are left of the frame, these included
   * @param key the masking key, turned to the first of them
   */
  int payload(ByteBuffer in, int length, long expected, int key);

  /** Ends the message: its last frame is whole. */
  void end();

  /**
   * Hands on what has become of the bytes so far, if anything.
   *
   * @return false to let the bytes that follow wait
   */
  boolean deliver(Events events);

  /** Drops the message being read, and what was not delivered. */
  void clear();
}
