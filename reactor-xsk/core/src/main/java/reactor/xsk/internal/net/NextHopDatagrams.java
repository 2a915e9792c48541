package reactor.xsk.internal.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * An ordinary UDP socket. It holds the source port of our datagrams, so that no other program gets
 * it; and it can send empty ones to next hops, which makes the kernel resolve them: no privilege is
 * needed for that.
 */
final class NextHopDatagrams implements AutoCloseable {

  private static final int DISCARD_PORT = 9; // RFC 863

  private final DatagramChannel channel;
  private final int port;

  private NextHopDatagrams(DatagramChannel channel, int port) {
    this.channel = channel;
    this.port = port;
  }

  /** Opens a socket in the network namespace of this thread. */
  static NextHopDatagrams open() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 1); // answers are not read
      channel.bind(new InetSocketAddress(0));
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return new NextHopDatagrams(channel, port);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The port that it holds, of both families. */
  int port() {
    return port;
  }

  /** Sends an empty datagram; what fails now is tried again later. */
  void send(NextHop hop) {
    try {
      channel.send(ByteBuffer.allocate(0), new InetSocketAddress(scoped(hop), DISCARD_PORT));
    } catch (IOException | RuntimeException e) {
      // no route to it at this moment, or no IPv6: the entry stays as it is
    }
  }

  private static InetAddress scoped(NextHop hop) throws UnknownHostException {
    return hop.address() instanceof Inet6Address ipv6
        ? Inet6Address.getByAddress(null, ipv6.getAddress(), hop.interfaceIndex())
        : hop.address();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // nothing is left open by it
    }
  }
}
