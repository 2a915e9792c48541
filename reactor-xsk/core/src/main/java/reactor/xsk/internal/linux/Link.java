package reactor.xsk.internal.linux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What RTM_NEWLINK says of an interface, linux/rtnetlink.h and linux/if_link.h.
 *
 * <pre>{@code
 * struct ifinfomsg {
 *     unsigned char  ifi_family;  //  0
 *     unsigned char  __ifi_pad;   //  1
 *     unsigned short ifi_type;    //  2
 *     int            ifi_index;   //  4
 *     unsigned       ifi_flags;   //  8
 *     unsigned       ifi_change;  // 12
 * };                              // 16
 * }</pre>
 */
public final class Link {

  /** {@code ifi_type} of Ethernet, linux/if_arp.h. */
  public static final int ARPHRD_ETHER = 1;

  /** {@code ifi_type} of the loopback interface, linux/if_arp.h. */
  public static final int ARPHRD_LOOPBACK = 772;

  static final int RTM_GETLINK = 18;
  static final int RTNLGRP_LINK = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_ALT_IFNAME = 53;
  static final int HEADER_BYTES = 16;

  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINK = 5;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_STATS64 = 23;
  private static final int IFLA_CARRIER = 33;
  private static final int IFLA_LINK_NETNSID = 37;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int IFF_UP = 1;
  private static final int IFF_RUNNING = 0x40;

  private final ByteBuffer header;
  private final NetlinkAttributes attributes;

  /** Reads a message of type RTM_NEWLINK or RTM_DELLINK. */
  public Link(NetlinkMessage message) {
    this.header = message.fixedPart(HEADER_BYTES);
    this.attributes = message.attributes(HEADER_BYTES);
  }

  /** Its index. */
  public int interfaceIndex() {
    return header.getInt(4);
  }

  /** Its name of this moment. */
  public String name() {
    String name = attributes.string(IFLA_IFNAME);
    return name == null ? "" : name;
  }

  /** Its hardware type, for example {@link #ARPHRD_ETHER}. */
  public int hardwareType() {
    return Short.toUnsignedInt(header.getShort(2));
  }

  /** Its link address, or null if it has none. */
  public byte @Nullable [] address() {
    return attributes.bytes(IFLA_ADDRESS);
  }

  /** Its MTU; 0 if it is not said. */
  public int mtuBytes() {
    return attributes.u32(IFLA_MTU, 0);
  }

  /** Its IFF_ flags. */
  public int flags() {
    return header.getInt(8);
  }

  /** Whether it is set up and has carrier. */
  public boolean isUp() {
    int flags = header.getInt(8);
    int running = (flags & IFF_RUNNING) != 0 ? 1 : 0; // follows the carrier by up to a second
    return (flags & IFF_UP) != 0 && attributes.u8(IFLA_CARRIER, running) != 0;
  }

  /** What kind of virtual interface it is, for example {@code vlan}; null for a physical one. */
  public @Nullable String kind() {
    return attributes.nested(IFLA_LINKINFO).string(IFLA_INFO_KIND);
  }

  /** What is particular to its kind. */
  public NetlinkAttributes kindData() {
    return attributes.nested(IFLA_LINKINFO).nested(IFLA_INFO_DATA);
  }

  /** The interface below it, of this namespace; 0 if there is none. */
  public int lowerIndex() {
    return attributes.has(IFLA_LINK_NETNSID) ? 0 : attributes.u32(IFLA_LINK, 0);
  }

  /** One of its counters, 0 if the kernel did not give it. */
  public long statistic(LinkStatistic statistic) {
    return attributes.u64(IFLA_STATS64, statistic.ordinal(), 0);
  }

  /** What else was said. */
  public NetlinkAttributes attributes() {
    return attributes;
  }
}
