/** Hawser: WebSocket clients and servers. */
@SuppressWarnings("module") // the testkit is built later
module io.hawser {
  requires com.github.benmanes.caffeine;
  requires io.github.bucket4j.core;
  requires transitive io.hawser.protocol;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.classes.io_uring;
  requires io.netty.transport.classes.kqueue;
  requires io.netty.transport.unix.common;
  requires java.management;
  requires jdk.jfr;
  requires jdk.management;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.hawser;
  exports io.hawser.client;
  exports io.hawser.guard;
  exports io.hawser.observe;
  exports io.hawser.server;
  exports io.hawser.connection to
      io.hawser.testkit;
}
