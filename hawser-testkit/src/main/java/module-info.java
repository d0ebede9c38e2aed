/** Hawser's testkit: time and peers that do as a test says. */
module io.hawser.testkit {
  requires transitive io.hawser;
  requires static transitive org.jspecify;

  exports io.hawser.testkit;
}
