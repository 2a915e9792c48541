package reactor.xsk;

/**
 * The settings that concern {@link XskMode#BULK} only. Immutable: each method that takes a value
 * returns options with that value.
 */
public final class BulkOptions {

  private static final BulkOptions DEFAULTS = new BulkOptions(false, 64);

  private final boolean allowed;
  private final int flushSize;

  private BulkOptions(boolean allowed, int flushSize) {
    this.allowed = allowed;
    this.flushSize = flushSize;
    ConfigChecks.checkBulk(this);
  }

  /** {@return the defaults: not allowed for mode AUTO, one doorbell for 64 packets} */
  public static BulkOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Lets {@link XskMode#AUTO} choose mode BULK where the device has no zero-copy.
   *
   * @param value true to allow it; default false
   * @return the options with that value
   */
  public BulkOptions allowed(boolean value) {
    return new BulkOptions(value, flushSize);
  }

  /**
   * Sets how many packets the device gets between two doorbells; never more than a window.
   *
   * @param packets 1 to 256, the most that the kernel takes; default 64
   * @return the options with that value
   * @throws IllegalArgumentException if the value is out of its range
   */
  public BulkOptions flushSize(int packets) {
    return new BulkOptions(allowed, packets);
  }

  /** {@return whether mode AUTO may choose mode BULK} */
  public boolean allowed() {
    return allowed;
  }

  /** {@return the most packets between two doorbells of the device} */
  public int flushSize() {
    return flushSize;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BulkOptions that
        && allowed == that.allowed
        && flushSize == that.flushSize;
  }

  @Override
  public int hashCode() {
    return 31 * Boolean.hashCode(allowed) + flushSize;
  }

  @Override
  public String toString() {
    return "BulkOptions[allowed=%s, flushSize=%d]".formatted(allowed, flushSize);
  }
}
