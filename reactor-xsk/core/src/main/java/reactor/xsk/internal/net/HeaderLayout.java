package reactor.xsk.internal.net;

import java.nio.ByteBuffer;

/**
 * Lays headers out, with lengths, identification and checksums of 0: Ethernet (IEEE 802.3), VLAN
 * tags (802.1Q), IPv4 (RFC 791) or IPv6 (RFC 8200), UDP (RFC 768).
 */
final class HeaderLayout {

  static final int ETHERNET_BYTES = 14;
  static final int VLAN_TAG_BYTES = 4;
  static final int IPV4_BYTES = 20;
  static final int IPV6_BYTES = 40;
  static final int UDP_BYTES = 8;

  static final int PROTOCOL_UDP = 17;

  private static final short ETHER_TYPE_IPV4 = 0x0800;
  private static final short ETHER_TYPE_IPV6 = (short) 0x86DD;
  private static final int VERSION_4_AND_5_WORDS = 0x45;
  private static final int VERSION_6 = 6;
  private static final short DO_NOT_FRAGMENT = 0x4000;

  private HeaderLayout() {}

  static byte[] bytesOf(HeaderFields fields) {
    int ipBytes = fields.isIpv4() ? IPV4_BYTES : IPV6_BYTES;
    int linkBytes = ETHERNET_BYTES + VLAN_TAG_BYTES * fields.vlanTags().length;
    ByteBuffer header = ByteBuffer.allocate(linkBytes + ipBytes + UDP_BYTES);
    putEthernet(header, fields);
    if (fields.isIpv4()) {
      putIpv4(header, fields);
    } else {
      putIpv6(header, fields);
    }
    header.putShort((short) fields.sourcePort()).putShort((short) fields.destinationPort());
    return header.array();
  }

  private static void putEthernet(ByteBuffer header, HeaderFields fields) {
    header.put(fields.destinationMac()).put(fields.sourceMac());
    for (int tag : fields.vlanTags()) {
      header.putInt(tag);
    }
    header.putShort(fields.isIpv4() ? ETHER_TYPE_IPV4 : ETHER_TYPE_IPV6);
  }

  private static void putIpv4(ByteBuffer header, HeaderFields fields) {
    header.put((byte) VERSION_4_AND_5_WORDS).put((byte) fields.trafficClass());
    header.putInt(0); // total length, identification
    header.putShort(fields.isFragmentable() ? 0 : DO_NOT_FRAGMENT);
    header.put((byte) fields.hopLimit()).put((byte) PROTOCOL_UDP).putShort((short) 0);
    header.put(fields.source()).put(fields.destination());
  }

  private static void putIpv6(ByteBuffer header, HeaderFields fields) {
    header.putInt(VERSION_6 << 28 | fields.trafficClass() << 20); // flow label 0
    header.putShort((short) 0); // payload length
    header.put((byte) PROTOCOL_UDP).put((byte) fields.hopLimit());
    header.put(fields.source()).put(fields.destination());
  }
}
