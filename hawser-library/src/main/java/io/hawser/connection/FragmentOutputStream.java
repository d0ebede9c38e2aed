package io.hawser.connection;

import io.hawser.error.WebSocketException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** An outgoing binary message, sent while it is written. */
final class FragmentOutputStream extends OutputStream {
  private final FragmentCutter cutter;

  FragmentOutputStream(int fragmentBytes, FragmentSink sink) {
    this.cutter = new FragmentCutter(false, fragmentBytes, sink);
  }

  @Override
  public void write(int b) throws IOException {
    room(0).put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    cutter.requireOpen();
    for (int done = 0; done < length; ) {
      ByteBuffer buffer = room(done);
      int size = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, offset + done, size);
      done += size;
    }
  }

  private ByteBuffer room(int done) throws IOException {
    cutter.requireOpen();
    if (!cutter.buffer().hasRemaining()) {
      cutter.flush(done);
    }
    return cutter.buffer();
  }

  @Override
  public void flush() throws IOException {
    cutter.requireOpen();
    cutter.flush(0);
  }

  @Override
  public void close() throws IOException {
    try {
      cutter.end();
    } catch (WebSocketException e) {
      throw StreamFailures.of(e, 0);
    }
  }
}
