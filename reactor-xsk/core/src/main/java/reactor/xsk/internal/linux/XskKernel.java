package reactor.xsk.internal.linux;

import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;

/** Where sockets come from: Linux, or a model of it. */
public interface XskKernel {

  /**
   * Opens and binds a socket for the calling thread.
   *
   * @throws XskException if any step fails; nothing is left open then
   */
  XskSocket open(SocketPlan plan);

  /**
   * The most bytes of memory that an unprivileged process may lock (RLIMIT_MEMLOCK), {@link
   * Long#MAX_VALUE} where there is no limit, or none is known. Asked when memory was refused.
   */
  default long lockableBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * The counters of a device; any thread.
   *
   * @throws XskException if there is no such device
   */
  XskDeviceCounters deviceCounters(String interfaceName);
}
