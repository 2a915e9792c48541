package reactor.xsk.internal.net;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * What stands in the headers of a UDP datagram, before it is laid out as a {@link HeaderTemplate}.
 * The setters change this object; the values have been checked by who sets them.
 */
public final class HeaderFields {

  private byte[] destinationMac = new byte[6];
  private byte[] sourceMac = new byte[6];
  private int[] vlanTags = {};
  private boolean ipv4Packet;
  private byte[] source = {};
  private byte[] destination = {};
  private int sourcePort;
  private int destinationPort;
  private int trafficClass;
  private int hopLimit = 64;
  private boolean udpChecksum = true;
  private boolean fragmentable;
  private int mtuBytes = 1_500;

  /** The two MAC addresses, of 6 bytes each. */
  public HeaderFields ethernet(byte[] sourceMac, byte[] destinationMac) {
    this.sourceMac = sourceMac.clone();
    this.destinationMac = destinationMac.clone();
    return this;
  }

  /** Tags, the outermost first, each as its TPID in the upper and its TCI in the lower 16 bits. */
  public HeaderFields vlanTags(int... tags) {
    this.vlanTags = tags.clone();
    return this;
  }

  /** Two addresses of the same family. */
  public HeaderFields addresses(InetAddress source, InetAddress destination) {
    this.ipv4Packet = destination instanceof Inet4Address;
    this.source = source.getAddress();
    this.destination = destination.getAddress();
    return this;
  }

  /** Two ports. */
  public HeaderFields ports(int sourcePort, int destinationPort) {
    this.sourcePort = sourcePort;
    this.destinationPort = destinationPort;
    return this;
  }

  /** DSCP in the upper six bits, ECN in the lower two. */
  public HeaderFields trafficClass(int value) {
    this.trafficClass = value;
    return this;
  }

  /** The TTL of IPv4. */
  public HeaderFields hopLimit(int value) {
    this.hopLimit = value;
    return this;
  }

  /** False only with IPv4. */
  public HeaderFields udpChecksum(boolean value) {
    this.udpChecksum = value;
    return this;
  }

  /** Whether a router may fragment an IPv4 packet, which then has an identification of its own. */
  public HeaderFields fragmentable(boolean value) {
    this.fragmentable = value;
    return this;
  }

  /** The longest IP packet. */
  public HeaderFields mtuBytes(int value) {
    this.mtuBytes = value;
    return this;
  }

  byte[] destinationMac() {
    return destinationMac;
  }

  byte[] sourceMac() {
    return sourceMac;
  }

  int[] vlanTags() {
    return vlanTags;
  }

  boolean isIpv4() {
    return ipv4Packet;
  }

  byte[] source() {
    return source;
  }

  byte[] destination() {
    return destination;
  }

  int sourcePort() {
    return sourcePort;
  }

  int destinationPort() {
    return destinationPort;
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

  boolean isFragmentable() {
    return fragmentable;
  }

  int mtuBytes() {
    return mtuBytes;
  }
}
