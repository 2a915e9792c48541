package reactor.xsk.samples.bench.contestant;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/**
 * Netty over a native transport, on its event loop, connected: several writes, then one flush. With
 * epoll a flush is one sendmmsg; with io_uring it is an entry of the submission ring for each
 * datagram, and the event loop submits them together. With {@code segments}, each write is a
 * datagram of so many segments (UDP GSO).
 */
final class NettyContestant implements Contestant.Sender {

  static final int SEND_BUFFER_BYTES = 4 << 20;

  @Override
  public Contestant.Figures start(Settings settings) throws Exception {
    NettyTransport transport = NettyTransport.of(settings.text("transport", "epoll"));
    int segments = settings.number("segments", 1);
    if (segments > 1 && !transport.isSegmentedDatagramPacketSupported()) {
      throw new IllegalStateException("the kernel has no UDP GSO");
    }
    InetSocketAddress peer = new InetSocketAddress(settings.peer(), Traffic.PORT);
    Channel channel =
        new Bootstrap()
            .group(new MultiThreadIoEventLoopGroup(1, transport.handler()))
            .channel(transport.channel())
            .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(peer)
            .sync()
            .channel();
    Burst burst = new Burst(channel, peer, settings, segments);
    for (int i = settings.number("bursts", 1); i > 0; i--) {
      channel.eventLoop().execute(burst);
    }
    return () -> "";
  }

  /**
   * Writes and flushes, again and again: with epoll, which has written when a flush returns, after
   * the event loop has looked at its events. With io_uring ({@code next=written}) when its last
   * datagram is written, so that the event loop waits in the kernel, where completions come up.
   */
  private static final class Burst implements Runnable {

    private final Channel channel;
    private final InetSocketAddress peer;
    private final int segments;
    private final int payloadBytes;
    private final int writes;

    /** Flushes in one task of the event loop, which looks at its events in between. */
    private final int flushes;

    private final boolean waitsForWrites;
    private final ReusedBuffers buffers;

    private Burst(Channel channel, InetSocketAddress peer, Settings settings, int segments) {
      this.channel = channel;
      this.peer = peer;
      this.segments = segments;
      this.payloadBytes = Traffic.payloadBytes(settings.size());
      this.writes = settings.number("writes", 64);
      this.flushes = settings.number("flushes", 64);
      this.waitsForWrites = settings.text("next", "").equals("written");
      this.buffers = new ReusedBuffers(payloadBytes, segments);
    }

    @Override
    public void run() {
      if (waitsForWrites) {
        writeAndWait();
      } else {
        writeAndGoOn();
      }
    }

    private void writeAndWait() {
      for (int write = 1; write < writes; write++) {
        channel.write(message(buffers.take()), channel.voidPromise());
      }
      channel
          .writeAndFlush(message(buffers.take()))
          .addListener(written -> channel.eventLoop().execute(this));
    }

    private void writeAndGoOn() {
      for (int flush = 0; flush < flushes && channel.isWritable(); flush++) {
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
