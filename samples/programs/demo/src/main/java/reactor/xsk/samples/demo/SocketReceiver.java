package reactor.xsk.samples.demo;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.function.Consumer;

/**
 * An ordinary UDP socket. It knows nothing of AF_XDP: the kernel's IP stack has verified the
 * checksums of what it reads, and drops the rest.
 */
final class SocketReceiver implements Receiver {

  private static final int WANTED_BUFFER_BYTES = 8 << 20;
  private static final int LONGEST_DATAGRAM = 65_536;

  /**
   * What a packet is charged to the buffer beside its bytes: the kernel's struct sk_buff, the
   * shared info, and what rounding up to the allocator's sizes adds.
   */
  private static final int OVERHEAD_BYTES = 1_024;

  /**
   * No more than the backlog of the receiving CPU takes by default (net.core.netdev_max_backlog).
   */
  private static final int MOST_UNDER_WAY = 512;

  private final DatagramChannel channel;
  private final InetSocketAddress address;
  private final int bufferBytes;
  private final Thread thread;
  private volatile Consumer<MemorySegment> consumer = payload -> {};

  /**
   * Binds.
   *
   * @param address where to receive
   * @param from packets from elsewhere are not for this socket
   */
  SocketReceiver(InetSocketAddress address, InetSocketAddress from) throws IOException {
    this.address = address;
    channel = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, WANTED_BUFFER_BYTES);
      bufferBytes = channel.getOption(StandardSocketOptions.SO_RCVBUF);
      channel.bind(address);
      channel.connect(from);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    thread = Thread.ofPlatform().daemon().name("udp-receiver").start(this::readUntilClosed);
  }

  private void readUntilClosed() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_DATAGRAM);
    MemorySegment memory = MemorySegment.ofBuffer(buffer);
    try {
      while (true) {
        buffer.clear();
        int length = channel.read(buffer);
        consumer.accept(memory.asSlice(0, length));
      }
    } catch (ClosedChannelException e) {
      // this is how it ends
    } catch (IOException e) {
      System.err.println("the UDP socket failed: " + e);
    }
  }

  @Override
  public void deliverTo(Consumer<MemorySegment> newConsumer) {
    consumer = newConsumer;
  }

  @Override
  public Refusals refusals() {
    return NetSnmp.refusals();
  }

  @Override
  public int window(int frameBytes) {
    // half of the buffer: the kernel gives room back in steps, some time after a packet was read
    return Math.clamp(bufferBytes / 2 / (OVERHEAD_BYTES + 2 * frameBytes), 1, MOST_UNDER_WAY);
  }

  @Override
  public String describe() {
    return "UDP socket of the kernel on %s:%d, buffer %,d KiB"
        .formatted(address.getHostString(), address.getPort(), bufferBytes >> 10);
  }

  @Override
  public void close() {
    try {
      channel.close();
      thread.join();
    } catch (IOException e) {
      System.err.println("closing the UDP socket failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
