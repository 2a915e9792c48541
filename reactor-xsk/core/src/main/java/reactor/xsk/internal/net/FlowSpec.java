package reactor.xsk.internal.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants of the datagrams to one destination; what is not set is the kernel's to
 * choose. Set up by one thread, then read only.
 */
public final class FlowSpec {

  private final InetAddress address;
  private final InetSocketAddress destination;
  private @Nullable InetAddress source;
  private int sourcePort;
  private int trafficClass;
  private int hopLimit;
  private boolean udpChecksum = true;

  /** Datagrams to a resolved address. */
  public FlowSpec(InetSocketAddress destination) {
    this.destination = destination;
    this.address = Objects.requireNonNull(destination.getAddress(), "unresolved");
  }

  /** The same wishes for another destination. */
  public FlowSpec to(InetSocketAddress other) {
    FlowSpec spec = new FlowSpec(other);
    spec.source = source;
    spec.sourcePort = sourcePort;
    spec.trafficClass = trafficClass;
    spec.hopLimit = hopLimit;
    spec.udpChecksum = udpChecksum || !spec.isIpv4();
    return spec;
  }

  /** An address of this machine, of the destination's family. */
  public FlowSpec source(InetAddress value) {
    source = value;
    return this;
  }

  /** 1 to 65,535. */
  public FlowSpec sourcePort(int value) {
    sourcePort = value;
    return this;
  }

  /** DSCP in the upper six bits, ECN in the lower two. */
  public FlowSpec trafficClass(int value) {
    trafficClass = value;
    return this;
  }

  /** 1 to 255, or 0: what the route and the system say. */
  public FlowSpec hopLimit(int value) {
    hopLimit = value;
    return this;
  }

  /** False only with IPv4. */
  public FlowSpec udpChecksum(boolean value) {
    udpChecksum = value;
    return this;
  }

  /** Where datagrams go. */
  public InetSocketAddress destination() {
    return destination;
  }

  InetAddress address() {
    return address;
  }

  boolean isIpv4() {
    return address instanceof Inet4Address;
  }

  /** The interface that belongs to the address itself ({@code fe80::1%eth0}), or 0. */
  int scopeId() {
    return address instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
  }

  /** Whether the address means something on each interface, so that one has to be named. */
  boolean isOfInterface() {
    return address.isMulticastAddress()
        || address.isLinkLocalAddress()
        || destination.getAddress().getHostAddress().equals("255.255.255.255");
  }

  @Nullable InetAddress source() {
    return source;
  }

  int sourcePort() {
    return sourcePort;
  }

  int trafficClass() {
    return trafficClass;
  }

  int hopLimit() {
    return hopLimit;
  }

  boolean hasUdpChecksum() {
    return udpChecksum;
  }

  @Override
  public String toString() {
    return address.getHostAddress();
  }
}
