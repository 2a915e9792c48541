package reactor.xsk.kernel.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.Netlink;
import reactor.xsk.internal.linux.NetlinkMessage;
import reactor.xsk.internal.linux.NetlinkRequest;
import reactor.xsk.internal.linux.NetlinkSocket;
import reactor.xsk.kernel.support.FarHost;

/**
 * What the kernel's own table says of an IPv4 neighbour, asked through a socket that has nothing to
 * do with a route: the proof of when an ARP packet has changed it. All numbers are literals of the
 * kernel's headers.
 */
final class NeighbourWatch implements AutoCloseable {

  private static final int RTM_GETNEIGH = 30;
  private static final int NDMSG_BYTES = 12;
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;
  private static final long PAUSE_NS = 200_000;

  private final NetlinkSocket socket =
      NetlinkSocket.open(new FfmLinuxCalls(), Netlink.NETLINK_ROUTE);
  private final int interfaceIndex;
  private final byte[] address;

  NeighbourWatch(String interfaceName, String address) {
    this.interfaceIndex = FarHost.indexOf(interfaceName);
    this.address = new InetSocketAddress(address, 0).getAddress().getAddress();
  }

  /**
   * Waits until the entry has this MAC address. Returns when it was last asked for, and had not:
   * the change came after that.
   */
  long lastOtherNs(long mac, Duration longest) {
    long deadlineNs = System.nanoTime() + longest.toNanos();
    long otherNs = System.nanoTime();
    for (long askedNs = otherNs; mac() != mac; askedNs = System.nanoTime()) {
      if (askedNs - deadlineNs > 0) {
        throw new AssertionError("the neighbour table has another MAC address still");
      }
      otherNs = askedNs;
      LockSupport.parkNanos(PAUSE_NS);
    }
    return otherNs;
  }

  private long mac() {
    List<NetlinkMessage> answer = new ArrayList<>(1);
    NetlinkRequest request =
        new NetlinkRequest(RTM_GETNEIGH, 0)
            .u8(2) // AF_INET
            .u8(0)
            .u16(0)
            .u32(interfaceIndex)
            .u32(0)
            .attribute(NDA_DST, address);
    if (socket.request(request, answer) < 0) {
      return 0;
    }
    byte[] bytes = answer.getFirst().attributes(NDMSG_BYTES).bytes(NDA_LLADDR);
    long mac = 0;
    for (byte b : bytes == null ? new byte[0] : bytes) {
      mac = mac << Byte.SIZE | b & 0xff;
    }
    return mac;
  }

  @Override
  public void close() {
    socket.close();
  }
}
