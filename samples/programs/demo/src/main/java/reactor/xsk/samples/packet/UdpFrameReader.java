package reactor.xsk.samples.packet;

import java.lang.foreign.MemorySegment;

/**
 * Takes a packet apart as a kernel's IP stack does: every header is checked before the next is
 * looked at. It shares no code with the writer but the positions of fields and the sum.
 */
public final class UdpFrameReader {

  private final UdpFlow flow;

  /** A reader of the packets of one flow. */
  public UdpFrameReader(UdpFlow flow) {
    this.flow = flow;
  }

  /**
   * Checks all headers and both checksums.
   *
   * @param frame the packet, from the destination MAC address on
   * @return the payload, a slice of {@code frame}
   * @throws MalformedPacketException if anything is wrong
   */
  public MemorySegment payloadOf(MemorySegment frame) {
    check("length", frame.byteSize() >= UdpFrame.PAYLOAD, frame.byteSize());
    checkEthernet(frame);
    checkIp(frame);
    int udpBytes = checkUdp(frame);
    return frame.asSlice(UdpFrame.PAYLOAD, udpBytes - UdpFrame.UDP_HEADER_BYTES);
  }

  private void checkEthernet(MemorySegment frame) {
    long destination = frame.get(NetworkOrder.LONG, UdpFrame.DESTINATION_MAC) >>> 16;
    check("destination MAC", destination == flow.destinationMac(), destination);
    int type = UdpFrame.unsignedShort(frame, UdpFrame.ETHER_TYPE);
    check("Ethernet type", type == UdpFrame.ETHER_TYPE_IPV4, type);
  }

  private void checkIp(MemorySegment frame) {
    int version = UdpFrame.unsignedByte(frame, UdpFrame.IP);
    check("IP version and header length", version == 0x45, version);
    int checksum =
        InternetChecksum.of(InternetChecksum.sum(frame, UdpFrame.IP, UdpFrame.IP_HEADER_BYTES));
    check("IP header checksum", checksum == 0, checksum);
    int total = UdpFrame.unsignedShort(frame, UdpFrame.IP_TOTAL_LENGTH);
    check("IP total length", total == frame.byteSize() - UdpFrame.IP, total);
    // of these bits only "do not fragment" may be set
    int fragment = UdpFrame.unsignedShort(frame, UdpFrame.IP_FRAGMENT);
    check("IP fragment", (fragment & 0xBFFF) == 0, fragment);
    int protocol = UdpFrame.unsignedByte(frame, UdpFrame.IP_PROTOCOL);
    check("IP protocol", protocol == UdpFrame.PROTOCOL_UDP, protocol);
    int source = frame.get(NetworkOrder.INT, UdpFrame.IP_SOURCE);
    check("IP source", source == flow.sourceIp(), source);
    int destination = frame.get(NetworkOrder.INT, UdpFrame.IP_DESTINATION);
    check("IP destination", destination == flow.destinationIp(), destination);
  }

  private int checkUdp(MemorySegment frame) {
    int source = UdpFrame.unsignedShort(frame, UdpFrame.UDP_SOURCE_PORT);
    check("UDP source port", source == flow.sourcePort(), source);
    int destination = UdpFrame.unsignedShort(frame, UdpFrame.UDP_DESTINATION_PORT);
    check("UDP destination port", destination == flow.destinationPort(), destination);
    int length = UdpFrame.unsignedShort(frame, UdpFrame.UDP_LENGTH);
    check("UDP length", length == frame.byteSize() - UdpFrame.UDP, length);
    int sent = UdpFrame.unsignedShort(frame, UdpFrame.UDP_CHECKSUM);
    check("UDP checksum is there", sent != 0, sent);
    int checksum = InternetChecksum.of(UdpFrame.udpSum(frame, length));
    check("UDP checksum", checksum == 0, checksum);
    return length;
  }

  private static void check(String field, boolean holds, long value) {
    if (!holds) {
      throw new MalformedPacketException(field, value);
    }
  }
}
