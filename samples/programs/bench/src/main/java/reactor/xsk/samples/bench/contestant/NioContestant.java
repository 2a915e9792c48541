package reactor.xsk.samples.bench.contestant;

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;

/**
 * NIO's DatagramChannel: connected and blocking, a direct buffer, one call a datagram. At a fixed
 * rate, each datagram carries the time before its call.
 */
final class NioContestant implements Contestant.Sender {

  @Override
  public Contestant.Figures start(Settings settings) throws Exception {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_SNDBUF, NettyContestant.SEND_BUFFER_BYTES);
    channel.connect(new InetSocketAddress(settings.peer(), Traffic.PORT));
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Traffic.payloadBytes(settings.size()))
            .order(ByteOrder.nativeOrder());
    boolean fullSpeed = settings.rate() == 0;
    Pace pace = fullSpeed ? null : Pace.of(settings);
    long[] sent = new long[1];
    Contestant.repeat(
        "nio",
        () -> {
          if (pace != null) {
            pace.await();
          }
          buffer.putLong(0, fullSpeed ? sent[0] : StampedPackets.now());
          buffer.rewind();
          channel.write(buffer);
          sent[0]++;
        });
    return () -> "sent=" + sent[0];
  }
}
