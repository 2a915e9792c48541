package reactor.xsk.internal.net;

import java.net.InetAddress;
import reactor.xsk.internal.linux.Link;

/**
 * How packets of a flow leave: all but the MAC address of the next hop.
 *
 * @param outgoing the interface that the route names, a VLAN perhaps
 * @param device the interface below it that frames are handed to; the same without VLANs
 * @param vlanTags the tags between both, the outermost first
 * @param source the source address
 * @param nextHop who receives the frames
 * @param isBroadcast whether the destination is a broadcast address of its network
 * @param mtuBytes the longest IP packet
 * @param isMtuLocked whether packets may be fragmented on their way
 * @param hopLimit what they start with
 */
public record Path(
    Link outgoing,
    Link device,
    int[] vlanTags,
    InetAddress source,
    InetAddress nextHop,
    boolean isBroadcast,
    int mtuBytes,
    boolean isMtuLocked,
    int hopLimit) {

  /** Whether the MAC address is that of one host, which the kernel's neighbour table knows. */
  boolean needsNeighbour() {
    return !isBroadcast && !nextHop.isMulticastAddress();
  }

  NextHop hop() {
    return new NextHop(outgoing.interfaceIndex(), nextHop);
  }
}
