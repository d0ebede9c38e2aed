/** Hawser's pure core: the WebSocket protocol without I/O, threads or clocks. */
module io.hawser.protocol {
  requires static transitive org.jspecify;

  exports io.hawser.error;
  exports io.hawser.extension;
  exports io.hawser.handshake;
  exports io.hawser.model;
  exports io.hawser.policy;
  exports io.hawser.protocol;
}
