package reactor.xsk.kernel.support;

/** How many packets a test sends. */
public final class Volume {

  private static final int PART = Integer.getInteger("xsk.volumePart", 1);

  /**
   * So many are sent in any case: fewer have not all lengths among them, and 64 keys share them
   * evenly.
   */
  private static final int LEAST = 102_400;

  private Volume() {}

  /**
   * So many; in an emulated machine ({@code -Dxsk.volumePart=N}) one of N, and not below 102,400.
   */
  public static int of(int packets) {
    return Math.min(packets, Math.max(LEAST, packets / PART));
  }

  /** One of N of them, for a test to which neither lengths nor keys matter. */
  public static int partOf(int packets) {
    return packets / PART;
  }
}
