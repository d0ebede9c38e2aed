package io.hawser.connection;

import io.hawser.MessageReader;
import io.hawser.model.Fragment;
import java.io.InputStream;
import java.io.Reader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One incoming message, of which the first fragment has come. */
final class IncomingMessage implements MessageReader {
  private final FragmentSource source;
  private final boolean text;

  // the fragment that came and was not taken; null if none did, and after the last
  private @Nullable Fragment fragment;
  private boolean ended;

  // how it is read, once that is known: one of the three
  private @Nullable Object view;

  IncomingMessage(Fragment first, FragmentSource source) {
    this.source = source;
    this.text = first.isText();
    this.fragment = first;
  }

  /** Whether every fragment was taken, or will be dropped. */
  boolean isEnded() {
    return ended;
  }

  /** Takes the next fragment; waits for it. Null after the last. */
  @Nullable Fragment next() {
    if (ended) {
      return null;
    }
    Fragment next = fragment == null ? source.next() : fragment;
    fragment = null;
    ended = next.last();
    return next;
  }

  @Override
  public boolean isText() {
    return text;
  }

  @Override
  public InputStream inputStream() {
    if (view instanceof FragmentInputStream stream) {
      return stream;
    }
    return become(new FragmentInputStream(this));
  }

  @Override
  public Reader reader() {
    if (!text) {
      throw new IllegalStateException("message is binary; expected text");
    }
    if (view instanceof FragmentReader reader) {
      return reader;
    }
    return become(new FragmentReader(this));
  }

  @Override
  public Iterator<Fragment> iterator() {
    if (view instanceof Fragments fragments) {
      return fragments;
    }
    return become(new Fragments());
  }

  private <T> T become(T wanted) {
    if (view != null) {
      throw new IllegalStateException("message is read in another way already; expected one way");
    }
    view = wanted;
    return wanted;
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    if (fragment == null || !fragment.last()) {
      source.skip();
    }
    fragment = null;
  }

  private final class Fragments implements Iterator<Fragment> {
    @Override
    public boolean hasNext() {
      return !ended;
    }

    @Override
    public Fragment next() {
      Fragment next = IncomingMessage.this.next();
      if (next == null) {
        throw new NoSuchElementException("the message has ended");
      }
      return next;
    }
  }
}
