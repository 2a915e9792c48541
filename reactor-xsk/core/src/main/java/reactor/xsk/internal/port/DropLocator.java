package reactor.xsk.internal.port;

/**
 * Finds the packet that an EBUSY (or a refused descriptor) speaks of: the last one consumed.
 *
 * <p>Newer kernels publish their index whenever they consume. Older ones do so only if a packet was
 * sent in the same call, so that after an EBUSY on the first packet the index lags behind; then
 * every EBUSY without a step of the index is one packet further (__xsk_generic_xmit,
 * net/xdp/xsk.c). Pure arithmetic.
 */
final class DropLocator {

  private int consumed;

  DropLocator(int consumed) {
    this.consumed = consumed;
  }

  /** A call ended without a drop; {@code published} is the kernel's index after it. */
  void noDrop(int published) {
    if (published - consumed > 0) {
      consumed = published;
    }
  }

  /** A call ended with EBUSY. Returns the index of the packet that was dropped. */
  int dropped(int published) {
    consumed = published - consumed > 0 ? published : consumed + 1;
    return consumed - 1;
  }

  /** The index behind the last packet that is known to be consumed. */
  int consumed() {
    return consumed;
  }
}
