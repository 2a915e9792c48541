package reactor.xsk.samples.packet;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * From where to where: the addresses that go into the headers of every packet.
 *
 * @param sourceMac the lower 48 bits are the MAC address
 * @param destinationMac the lower 48 bits are the MAC address
 * @param sourceIp an IPv4 address, its first byte uppermost
 * @param destinationIp an IPv4 address, its first byte uppermost
 * @param sourcePort 0 to 65,535
 * @param destinationPort 0 to 65,535
 */
public record UdpFlow(
    long sourceMac,
    long destinationMac,
    int sourceIp,
    int destinationIp,
    int sourcePort,
    int destinationPort) {

  /**
   * A flow between two socket addresses.
   *
   * @param sourceMac 6 bytes
   * @param destinationMac 6 bytes
   */
  public static UdpFlow between(
      byte[] sourceMac,
      byte[] destinationMac,
      InetSocketAddress source,
      InetSocketAddress destination) {
    return new UdpFlow(
        mac(sourceMac),
        mac(destinationMac),
        ip(source),
        ip(destination),
        source.getPort(),
        destination.getPort());
  }

  private static long mac(byte[] bytes) {
    if (bytes.length != 6) {
      throw new IllegalArgumentException("a MAC address has 6 bytes: length=" + bytes.length);
    }
    long mac = 0;
    for (byte b : bytes) {
      mac = mac << Byte.SIZE | b & 0xFF;
    }
    return mac;
  }

  private static int ip(InetSocketAddress address) {
    if (address.getAddress() instanceof Inet4Address ip) {
      return ByteBuffer.wrap(ip.getAddress()).getInt();
    }
    throw new IllegalArgumentException("not an IPv4 address: " + address);
  }
}
