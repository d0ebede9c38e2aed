package io.hawser.error;

/** What was to supply the URI, the headers or the credentials of an attempt threw. */
public final class SupplierFailedException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final String supplier;

  /**
   * Says which supplier threw what.
   *
   * @param supplier what it supplies, such as {@code headers}
   */
  public SupplierFailedException(String supplier, Throwable cause) {
    super(
        Phase.PREPARE,
        "supplier of " + supplier + " failed: " + cause.getClass().getSimpleName(),
        cause);
    this.supplier = supplier;
  }

  /** What it supplies, such as {@code headers}. */
  public String supplier() {
    return supplier;
  }
}
