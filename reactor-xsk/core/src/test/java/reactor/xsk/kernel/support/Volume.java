package reactor.xsk.kernel.support;

/** How many packets a test sends. */
public final class Volume {

  private static final int PART = Integer.getInteger("xsk.volumePart", 1);

  private Volume() {}

  /** So many; in an emulated machine ({@code -Dxsk.volumePart=N}) one of N of them. */
  public static int of(int packets) {
    return packets / PART;
  }
}
