package reactor.xsk.internal.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.NetlinkAttributes;
import reactor.xsk.internal.linux.NetlinkMessage;

/**
 * The answer to RTM_GETROUTE: what a packet to one destination gets.
 *
 * <pre>{@code
 * struct rtmsg {
 *     unsigned char rtm_family;   //  0
 *     unsigned char rtm_dst_len;  //  1
 *     unsigned char rtm_src_len;  //  2
 *     unsigned char rtm_tos;      //  3
 *     unsigned char rtm_table;    //  4
 *     unsigned char rtm_protocol; //  5
 *     unsigned char rtm_scope;    //  6
 *     unsigned char rtm_type;     //  7
 *     unsigned      rtm_flags;    //  8
 * };                              // 12
 * }</pre>
 *
 * @param type RTN_UNICAST, RTN_LOCAL, …
 * @param interfaceIndex the interface it leaves by, 0 if the answer names none
 * @param source the source address that the kernel chose
 * @param gateway the next hop, of either family; null if the destination is on the link
 * @param mtuBytes that of the route, 0 if it has none of its own
 * @param isMtuLocked whether path MTU discovery is off for the route
 * @param hopLimit that of the route, 0 if it has none of its own
 */
record RouteAnswer(
    int type,
    int interfaceIndex,
    @Nullable InetAddress source,
    @Nullable InetAddress gateway,
    int mtuBytes,
    boolean isMtuLocked,
    int hopLimit) {

  private static final int HEADER_BYTES = 12;
  private static final int TYPE = 7;

  /** Reads an answer; null if the message is not one. */
  static @Nullable RouteAnswer of(NetlinkMessage message) {
    if (message.type() != Rtnetlink.RTM_NEWROUTE || message.body().limit() < HEADER_BYTES) {
      return null;
    }
    NetlinkAttributes attributes = message.attributes(HEADER_BYTES);
    NetlinkAttributes metrics = attributes.nested(Rtnetlink.RTA_METRICS);
    InetAddress gateway = address(attributes.bytes(Rtnetlink.RTA_GATEWAY));
    return new RouteAnswer(
        Byte.toUnsignedInt(message.body().get(TYPE)),
        attributes.u32(Rtnetlink.RTA_OIF, 0),
        address(attributes.bytes(Rtnetlink.RTA_PREFSRC)),
        gateway == null ? via(attributes.bytes(Rtnetlink.RTA_VIA)) : gateway,
        metrics.u32(Rtnetlink.RTAX_MTU, 0),
        (metrics.u32(Rtnetlink.RTAX_LOCK, 0) & 1 << Rtnetlink.RTAX_MTU) != 0,
        metrics.u32(Rtnetlink.RTAX_HOPLIMIT, 0));
  }

  /** struct rtvia: a family of 2 bytes, then an address of that family. */
  private static @Nullable InetAddress via(byte @Nullable [] bytes) {
    return bytes == null || bytes.length < 2
        ? null
        : address(Arrays.copyOfRange(bytes, 2, bytes.length));
  }

  /** An address of 4 or 16 bytes; null if it is neither. */
  static @Nullable InetAddress address(byte @Nullable [] bytes) {
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null; // of a length that no address has
    }
  }
}
