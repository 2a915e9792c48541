package reactor.xsk.samples.bench.contestant;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;

/**
 * A native transport of Netty.
 *
 * @param handler what its event loops run on
 * @param channel its datagram channel
 */
record NettyTransport(IoHandlerFactory handler, Class<? extends DatagramChannel> channel) {

  /** All datagrams of a flush (256 at most) fit into one submission. */
  private static final int SUBMISSIONS = 1_024;

  /** The transport of this name; its message says why it is not to be had. */
  static NettyTransport of(String name) {
    return switch (name) {
      case "epoll" -> {
        Epoll.ensureAvailability();
        yield new NettyTransport(EpollIoHandler.newFactory(), EpollDatagramChannel.class);
      }
      case "io_uring" -> {
        IoUring.ensureAvailability();
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig().setRingSize(SUBMISSIONS);
        yield new NettyTransport(IoUringIoHandler.newFactory(config), IoUringDatagramChannel.class);
      }
      default -> throw new IllegalArgumentException("no such transport: " + name);
    };
  }

  boolean isSegmentedDatagramPacketSupported() {
    return channel == EpollDatagramChannel.class
        && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }
}
