package reactor.xsk.internal.linux;

/**
 * A file descriptor that is closed once. The object is made before the descriptor is, so that
 * nothing can be thrown between a call that opens something and its owner.
 */
public final class Descriptor implements CloseStack.Closer {

  private static final int NONE = -1;

  private final LinuxCalls calls;
  private int fd = NONE;

  /** Holds nothing yet. */
  public Descriptor(LinuxCalls calls) {
    this.calls = calls;
  }

  /**
   * Takes over what a call returned: a descriptor, or a negated errno, which leaves it empty.
   *
   * @return {@code result}
   */
  public int take(int result) {
    fd = Math.max(result, NONE);
    return result;
  }

  /** The number that the kernel knows it by. */
  public int fd() {
    return fd;
  }

  /** Whether there is one. */
  boolean isOpen() {
    return fd != NONE;
  }

  @Override
  public void close() {
    int open = fd;
    fd = NONE;
    if (open != NONE) {
      calls.close(open);
    }
  }
}
