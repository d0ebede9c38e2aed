package io.hawser.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** An input where nothing comes, and no end either: a person who does not type. */
final class Silence extends InputStream {
  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  public int read() throws IOException {
    try {
      never.await();
      return -1;
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return read();
  }
}
