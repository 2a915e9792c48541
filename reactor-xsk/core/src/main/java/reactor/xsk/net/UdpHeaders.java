package reactor.xsk.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.PacketWriter;
import reactor.xsk.internal.net.HeaderFields;
import reactor.xsk.internal.net.HeaderTemplate;

/**
 * The headers of UDP datagrams of which all addresses are known: Ethernet, VLAN tags, IPv4 or IPv6,
 * and UDP, with their lengths and checksums. For tests, for generators, and where no kernel's table
 * knows the way.
 *
 * <pre>{@code
 * UdpHeaders headers =
 *     UdpHeaders.builder(new InetSocketAddress("10.0.0.1", 40_000), new InetSocketAddress("10.0.0.2", 4_739))
 *         .ethernet("02:00:00:00:00:01", "02:00:00:00:00:02")
 *         .build();
 * sender.send(records, headers.datagrams(MyRecord::encode));
 * }</pre>
 *
 * <p>Immutable: for any number of threads, streams and senders.
 */
public final class UdpHeaders {

  private final HeaderTemplate template;

  private UdpHeaders(HeaderFields fields) {
    this.template = new HeaderTemplate(fields);
  }

  /**
   * Headers from one address to another.
   *
   * @param source where datagrams come from: IPv4 or IPv6, resolved
   * @param destination where they go: of the same family, resolved
   * @return a builder; its MAC addresses are still to be set
   */
  public static Builder builder(InetSocketAddress source, InetSocketAddress destination) {
    return new Builder(source, destination);
  }

  /**
   * A packet writer that puts these headers around payloads. The UDP checksum is left to a sender
   * whose {@link reactor.xsk.MetadataOptions#checksums} are set.
   *
   * @param payloadWriter writes an item as the payload of one datagram
   * @param <T> the type of the items
   * @return a writer for {@link reactor.xsk.XskSender#send}; one for each stream is best
   */
  public <T> PacketWriter<T> datagrams(PayloadWriter<? super T> payloadWriter) {
    return new DatagramWriter<>(item -> template, payloadWriter);
  }

  /**
   * The longest payload that the MTU leaves room for. A longer one fails, alone.
   *
   * @return bytes
   */
  public int maxPayloadBytes() {
    return template.maxPayloadBytes();
  }

  /** Settings of {@link UdpHeaders}. */
  public static final class Builder {

    private final InetSocketAddress source;
    private final InetSocketAddress destination;
    private final HeaderFields fields = new HeaderFields();
    private final List<Integer> vlanTags = new ArrayList<>();
    private boolean udpChecksum = true;
    private boolean hasEthernet;

    private Builder(InetSocketAddress source, InetSocketAddress destination) {
      this.source = source;
      this.destination = destination;
      boolean sameFamily = isIpv4(address(source)) == isIpv4(address(destination));
      require(sameFamily, "addresses of two families: " + source + ", " + destination);
      fields.addresses(address(source), address(destination));
      fields.ports(source.getPort(), destination.getPort());
    }

    private static InetAddress address(InetSocketAddress of) {
      @Nullable InetAddress address = of.getAddress();
      if (address == null) {
        throw new IllegalArgumentException("unresolved: " + of);
      }
      return address;
    }

    private static boolean isIpv4(InetAddress address) {
      return address instanceof Inet4Address;
    }

    /**
     * The MAC addresses. Required.
     *
     * @param sourceMac of the sending interface, as {@code 02:00:00:00:00:01}
     * @param destinationMac of the next hop
     * @return this builder
     */
    public Builder ethernet(String sourceMac, String destinationMac) {
      fields.ethernet(MacAddress.parse(sourceMac), MacAddress.parse(destinationMac));
      hasEthernet = true;
      return this;
    }

    /**
     * One VLAN tag more, inside those that were added before. At most 2.
     *
     * @param tpid 0x8100 (802.1Q) or 0x88A8 (802.1ad), or what else the network uses
     * @param priority 0 to 7
     * @param vlanId 0 to 4,095
     * @return this builder
     */
    public Builder vlan(int tpid, int priority, int vlanId) {
      require(tpid >= 0x0600 && tpid <= 0xFFFF, "tpid must be 0x600 to 0xffff: " + tpid);
      require(priority >= 0 && priority <= 7, "priority must be 0 to 7: " + priority);
      require(vlanId >= 0 && vlanId <= 4_095, "vlanId must be 0 to 4095: " + vlanId);
      require(vlanTags.size() < 2, "more than 2 VLAN tags");
      vlanTags.add(tpid << 16 | priority << 13 | vlanId);
      return this;
    }

    /**
     * The class of service. Default 0.
     *
     * @param dscp 0 to 63 (RFC 2474)
     * @param ecn 0 to 3 (RFC 3168)
     * @return this builder
     */
    public Builder trafficClass(int dscp, int ecn) {
      require(dscp >= 0 && dscp <= 63, "dscp must be 0 to 63: " + dscp);
      require(ecn >= 0 && ecn <= 3, "ecn must be 0 to 3: " + ecn);
      fields.trafficClass(dscp << 2 | ecn);
      return this;
    }

    /**
     * The TTL of IPv4, the hop limit of IPv6. Default 64.
     *
     * @param hopLimit 1 to 255
     * @return this builder
     */
    public Builder hopLimit(int hopLimit) {
      require(hopLimit >= 1 && hopLimit <= 255, "hopLimit must be 1 to 255: " + hopLimit);
      fields.hopLimit(hopLimit);
      return this;
    }

    /**
     * Whether datagrams have a UDP checksum. Default true; false is for IPv4 only (RFC 8200, 8.1).
     *
     * @param present whether they have one
     * @return this builder
     */
    public Builder udpChecksum(boolean present) {
      udpChecksum = present;
      return this;
    }

    /**
     * The longest IP packet. Default 1,500.
     *
     * @param mtuBytes 68 to 65,575
     * @return this builder
     */
    public Builder mtuBytes(int mtuBytes) {
      require(mtuBytes >= 68 && mtuBytes <= 65_575, "mtuBytes must be 68 to 65575: " + mtuBytes);
      fields.mtuBytes(mtuBytes);
      return this;
    }

    /**
     * Lays the headers out.
     *
     * @return the headers
     * @throws IllegalArgumentException if a setting is missing, or two do not fit together
     */
    public UdpHeaders build() {
      require(hasEthernet, "ethernet(..) must be set: " + source + " to " + destination);
      require(
          udpChecksum || isIpv4(address(destination)),
          "IPv6 needs udpChecksum(true): RFC 8200, 8.1");
      fields.udpChecksum(udpChecksum);
      fields.vlanTags(vlanTags.stream().mapToInt(Integer::intValue).toArray());
      return new UdpHeaders(fields);
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
