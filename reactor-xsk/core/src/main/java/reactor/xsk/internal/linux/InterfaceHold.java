package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;

/**
 * The interface of a sender: found once, by its name, and from then on meant by its index, whatever
 * its name becomes. Any thread.
 *
 * <p>An index can be given to another interface once this one is removed. The proof that it was not
 * is a packet socket that is bound to it and receives nothing: the kernel takes the index out of
 * its address when the interface goes (packet_notifier, net/packet/af_packet.c), for good. Where a
 * sandbox allows no packet socket, the index alone must do.
 */
public final class InterfaceHold implements CloseStack.Closer {

  private final LinuxCalls calls;
  private final String name;
  private final int interfaceIndex;
  private final Descriptor proof;
  private final MemorySegment address = Arena.ofAuto().allocate(SockaddrLl.SIZE_BYTES, 4);
  private @Nullable NetlinkSocket netlink;
  private @Nullable XskDeviceCounters lastCounters;
  private boolean closed;

  private InterfaceHold(LinuxCalls calls, String name, int interfaceIndex, Descriptor proof) {
    this.calls = calls;
    this.name = name;
    this.interfaceIndex = interfaceIndex;
    this.proof = proof;
  }

  /**
   * Finds the interface by its name, or by an alternative name.
   *
   * @throws XskException if there is none; nothing is left open then
   */
  public static InterfaceHold find(LinuxCalls calls, String name) {
    Descriptor proof = new Descriptor(calls);
    try {
      InterfaceHold hold = new InterfaceHold(calls, name, indexOf(calls, name), proof);
      hold.bindProof();
      hold.openNetlink(); // now: it stays in the network namespace of this thread
      return hold;
    } catch (Throwable t) {
      proof.close();
      throw t;
    }
  }

  private static int indexOf(LinuxCalls calls, String name) {
    try (NetDevice device = NetDevice.find(calls, name)) {
      return device.interfaceIndex();
    }
  }

  private void bindProof() {
    int type = IfXdp.SOCK_RAW | IfXdp.SOCK_CLOEXEC;
    if (proof.take(calls.socket(SockaddrLl.AF_PACKET, type, 0)) >= 0) {
      SockaddrLl.set(address, interfaceIndex);
      Operation.FIND_INTERFACE.check(calls.bind(proof.fd(), address), toString());
    }
  }

  private void openNetlink() {
    try {
      netlink = NetlinkSocket.open(calls, Netlink.NETLINK_ROUTE);
    } catch (XskException e) {
      netlink = null; // only the counters need it, and they will say so
    }
  }

  /** Its index, which was its own when it was found and is until {@link #require} throws. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  /**
   * Does nothing if the interface is still there. What was asked or bound by its index before was
   * asked of it, then, and of no other.
   *
   * @throws XskException if it was removed, or moved to another network namespace
   */
  public synchronized void require() {
    if (isGone()) {
      throw gone(toString());
    }
  }

  /** What is said of an interface that is gone; by the model as well. */
  public static XskException gone(String interfaceAndIndex) {
    return Operation.GET_LINK.failed(
        -Errno.ENODEV, interfaceAndIndex + " (removed, or moved away)");
  }

  private boolean isGone() {
    return !closed
        && proof.isOpen()
        && calls.getsockname(proof.fd(), address) >= 0
        && SockaddrLl.interfaceIndex(address) != interfaceIndex;
  }

  /**
   * Its counters; after {@link #close} those of that moment.
   *
   * @throws XskException if it was removed, or cannot be asked
   */
  public synchronized XskDeviceCounters counters() {
    XskDeviceCounters last = lastCounters;
    return last == null ? ask() : last;
  }

  private XskDeviceCounters ask() {
    NetlinkSocket asked = netlink;
    if (closed || asked == null) { // to have its exception
      try (NetlinkSocket other = NetlinkSocket.open(calls, Netlink.NETLINK_ROUTE)) {
        return countersOf(new Links(other).byIndex(interfaceIndex));
      }
    }
    require();
    XskDeviceCounters counters = countersOf(new Links(asked).byIndex(interfaceIndex));
    require();
    return counters;
  }

  private static XskDeviceCounters countersOf(Link link) {
    return XskDeviceCounters.of(
        link.statistic(LinkStatistic.TX_PACKETS),
        link.statistic(LinkStatistic.TX_BYTES),
        link.statistic(LinkStatistic.TX_ERRORS),
        link.statistic(LinkStatistic.TX_DROPPED));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    try {
      lastCounters = ask();
    } catch (Throwable t) {
      lastCounters = null; // asking again will say why
    }
    closed = true;
    try {
      proof.close();
    } finally {
      if (netlink != null) {
        netlink.close();
      }
    }
  }

  @Override
  public String toString() {
    return "interface=" + name + ", ifindex=" + interfaceIndex;
  }
}
