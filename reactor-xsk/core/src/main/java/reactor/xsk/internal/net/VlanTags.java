package reactor.xsk.internal.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.Link;
import reactor.xsk.internal.linux.NetlinkAttributes;

/** The tag that a VLAN interface of the kernel would write, linux/if_link.h and net/8021q. */
final class VlanTags {

  private static final int IFLA_VLAN_ID = 1;
  private static final int IFLA_VLAN_EGRESS_QOS = 3;
  private static final int IFLA_VLAN_PROTOCOL = 5;
  private static final int ETH_P_8021Q = 0x8100;

  /** struct ifla_vlan_qos_mapping { __u32 from; __u32 to; }, each behind an attribute header. */
  private static final int MAPPING_BYTES = 12;

  /** ip_tos2prio of net/ipv4/route.c, by bits 1 to 4 of the TOS. */
  private static final int[] PRIORITIES = {0, 0, 0, 0, 2, 2, 2, 2, 6, 6, 6, 6, 4, 4, 4, 4};

  private VlanTags() {}

  /** TPID in the upper, TCI in the lower 16 bits. */
  static int of(Link vlan, FlowSpec flow) {
    NetlinkAttributes data = vlan.kindData();
    byte[] protocol = data.bytes(IFLA_VLAN_PROTOCOL);
    int tpid =
        protocol == null || protocol.length < Short.BYTES
            ? ETH_P_8021Q
            : Short.toUnsignedInt(ByteBuffer.wrap(protocol).getShort());
    int socketPriority = flow.isIpv4() ? PRIORITIES[flow.trafficClass() >> 1 & 0xF] : 0;
    int priority = mapped(data.bytes(IFLA_VLAN_EGRESS_QOS), socketPriority);
    return tpid << 16 | (priority & 7) << 13 | data.u16(IFLA_VLAN_ID, 0) & 0xFFF;
  }

  private static int mapped(byte @Nullable [] mappings, int socketPriority) {
    if (mappings != null) {
      ByteBuffer map = ByteBuffer.wrap(mappings).order(ByteOrder.nativeOrder());
      for (int at = 0; map.limit() - at >= MAPPING_BYTES; at += MAPPING_BYTES) {
        if (map.getInt(at + 4) == socketPriority) {
          return map.getInt(at + 8);
        }
      }
    }
    return 0;
  }
}
