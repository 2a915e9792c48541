package reactor.xsk.samples.bench.contestant;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/**
 * Netty's native epoll transport on its event loop, connected: several writes, then one flush,
 * which is one sendmmsg. With {@code segments}, each write is a datagram of so many segments (UDP
 * GSO).
 */
final class NettyContestant implements Contestant.Sender {

  static final int SEND_BUFFER_BYTES = 4 << 20;

  /** Flushes in one task of the event loop: it looks at its selector in between. */
  private static final int FLUSHES = 64;

  @Override
  public Contestant.Figures start(Settings settings) throws Exception {
    Epoll.ensureAvailability();
    int segments = settings.number("segments", 1);
    if (segments > 1 && !EpollDatagramChannel.isSegmentedDatagramPacketSupported()) {
      throw new IllegalStateException("the kernel has no UDP GSO");
    }
    InetSocketAddress peer = new InetSocketAddress(settings.peer(), Traffic.PORT);
    Channel channel =
        new Bootstrap()
            .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
            .channel(EpollDatagramChannel.class)
            .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(peer)
            .sync()
            .channel();
    channel.eventLoop().execute(new Burst(channel, peer, settings, segments));
    return () -> "";
  }

  /** Writes and flushes, then lets the event loop breathe, again and again. */
  private static final class Burst implements Runnable {
    private final Channel channel;
    private final InetSocketAddress peer;
    private final int segments;
    private final int payloadBytes;
    private final int writes;
    private final ReusedBuffers buffers;

    private Burst(Channel channel, InetSocketAddress peer, Settings settings, int segments) {
      this.channel = channel;
      this.peer = peer;
      this.segments = segments;
      this.payloadBytes = Traffic.payloadBytes(settings.size());
      this.writes = settings.number("writes", 64);
      this.buffers = new ReusedBuffers(payloadBytes, segments);
    }

    @Override
    public void run() {
      for (int flush = 0; flush < FLUSHES && channel.isWritable(); flush++) {
        for (int write = 0; write < writes && buffers.isFree(); write++) {
          channel.write(message(buffers.take()), channel.voidPromise());
        }
        channel.flush();
      }
      channel.eventLoop().execute(this);
    }

    private Object message(ByteBuf payload) {
      return segments == 1 ? payload : new SegmentedDatagramPacket(payload, payloadBytes, peer);
    }
  }
}
