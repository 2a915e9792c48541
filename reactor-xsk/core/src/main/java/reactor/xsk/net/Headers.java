package reactor.xsk.net;

import reactor.xsk.internal.net.HeaderTemplate;

/** Where a {@link DatagramWriter} takes the headers of the next datagram from. */
@FunctionalInterface
interface Headers<T> {

  /**
   * The headers for this item; throws what this item fails with if there are none. Loop thread:
   * allocates nothing and takes no lock.
   */
  HeaderTemplate of(T item);
}
