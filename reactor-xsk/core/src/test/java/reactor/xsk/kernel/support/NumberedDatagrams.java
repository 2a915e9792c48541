package reactor.xsk.kernel.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;

/** What an ordinary socket receives of {@link UdpPacket}s: each number once, in order. */
public final class NumberedDatagrams implements AutoCloseable {

  private final DatagramChannel channel;
  private volatile int received;

  private NumberedDatagrams(DatagramChannel channel) {
    this.channel = channel;
  }

  /** Opens the socket, with room for many datagrams. */
  public static NumberedDatagrams at(String address, int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
      channel.bind(new InetSocketAddress(address, port));
      channel.configureBlocking(false); // one that blocks has no deadline
      return new NumberedDatagrams(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** How many have been received. Any thread. */
  public int received() {
    return received;
  }

  /** Receives until there were so many; an error if one is not the next, or none comes. */
  public void receive(int packets) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(2_048);
    long lastNs = System.nanoTime();
    for (int number = received; number < packets; ) {
      SocketAddress source = channel.receive(buffer.clear());
      if (source == null) {
        assertThat(Duration.ofNanos(System.nanoTime() - lastNs))
            .as("silence after %d packets", number)
            .isLessThan(Deadline.PATIENCE);
        Thread.onSpinWait();
        continue;
      }
      lastNs = System.nanoTime();
      assertThat(((InetSocketAddress) source).getPort()).isEqualTo(UdpPacket.SOURCE_PORT);
      assertThat(buffer.flip().remaining()).isEqualTo(UdpPacket.payloadBytes(number));
      assertThat(buffer.getInt()).isEqualTo(number);
      received = ++number;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
