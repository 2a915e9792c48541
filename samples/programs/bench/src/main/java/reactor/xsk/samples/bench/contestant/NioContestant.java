package reactor.xsk.samples.bench.contestant;

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** NIO's DatagramChannel: connected and blocking, a direct buffer, one call a datagram. */
final class NioContestant implements Contestant.Sender {

  @Override
  public Contestant.Figures start(Settings settings) throws Exception {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_SNDBUF, NettyContestant.SEND_BUFFER_BYTES);
    channel.connect(new InetSocketAddress(settings.peer(), Traffic.PORT));
    ByteBuffer buffer = ByteBuffer.allocateDirect(Traffic.payloadBytes(settings.size()));
    long[] sent = new long[1];
    Contestant.repeat(
        "nio",
        () -> {
          buffer.putLong(0, sent[0]++);
          buffer.rewind();
          channel.write(buffer);
        });
    return () -> "sent=" + sent[0];
  }
}
