package reactor.xsk.samples.bench.contestant;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.udp.UdpClient;

/** Reactor Netty's UdpClient over the native transport: a fused Flux of buffers into send(..). */
final class ReactorNettyContestant implements Contestant.Sender {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public Contestant.Figures start(Settings settings) {
    ReusedBuffers buffers = new ReusedBuffers(Traffic.payloadBytes(settings.size()), 1);
    Flux<ByteBuf> payloads = Flux.generate(sink -> sink.next(buffers.take()));
    UdpClient.create()
        .host(settings.peer())
        .port(Traffic.PORT)
        .option(ChannelOption.SO_SNDBUF, NettyContestant.SEND_BUFFER_BYTES)
        .handle((in, out) -> out.send(payloads).then(Mono.never()))
        .connectNow(PATIENCE);
    return () -> "";
  }
}
