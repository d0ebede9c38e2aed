package io.hawser.benchmarks.process;

/** How servers are set up, and where they run. Each shape is of one, and has servers of its own. */
public enum Setup {
  /** One thread that moves bytes. */
  PLAIN(Cores.ONE_EACH),
  /** The same, with TLS. */
  TLS(Cores.ONE_EACH),
  /** One such thread, and permessage-deflate. */
  DEFLATE(Cores.ONE_EACH),
  /** One such thread or two, on the same cores. */
  LOOPS(Cores.TWO_FOR_SERVERS);

  private final Cores cores;

  Setup(Cores cores) {
    this.cores = cores;
  }

  /** Where they run. */
  public Cores cores() {
    return cores;
  }
}
