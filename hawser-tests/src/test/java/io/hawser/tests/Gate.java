package io.hawser.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A way to a server of this machine that can hold what comes, as a network does that loses packets,
 * or forget connections without a word, as a router does that has not seen them for too long.
 */
final class Gate implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final List<Passage> passages = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile boolean holding;

  private Gate(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
    Thread.ofPlatform().daemon().name("gate").start(this::accept);
  }

  /** Opens a gate at an address of this machine. */
  static Gate open(String address, int target) throws IOException {
    return new Gate(new ServerSocket(0, 50, InetAddress.getByName(address)), target);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on connections are accepted, and what they bring is kept. */
  void hold() {
    held = new CountDownLatch(1);
    holding = true;
  }

  /** Waits until somebody is held who has said something. */
  void awaitHeld() {
    LoopRun.await(held);
  }

  /** From now on new connections pass. */
  void pass() {
    holding = false;
  }

  /** Connections that passed so far pass no more; nobody is told. */
  void forget() {
    passages.forEach(passage -> passage.forgotten = true);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        var passage = new Passage(client);
        passages.add(passage);
        Thread.ofPlatform().daemon().name("gate-up").start(passage::begin);
      }
    } catch (IOException e) {
      // closed
    }
  }

  private final class Passage {
    private final Socket client;
    private volatile boolean forgotten;

    Passage(Socket client) {
      this.client = client;
    }

    void begin() {
      try {
        InputStream in = client.getInputStream();
        if (holding) {
          in.read();
          held.countDown();
          return; // the socket stays as it is
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofPlatform().daemon().name("gate-down").start(() -> copy(server, client));
        copy(client, server);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void copy(Socket from, Socket to) {
      var bytes = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          if (!forgotten) {
            out.write(bytes, 0, n);
          }
        }
        if (!forgotten) {
          to.shutdownOutput();
        }
      } catch (IOException e) {
        // whoever left, left
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var passage : passages) {
      passage.client.close();
    }
  }
}
