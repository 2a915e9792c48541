package reactor.xsk.samples.bench.contestant;

import java.time.Duration;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.IdleStrategy;
import reactor.xsk.Packet;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;

/** Ours, through the public API alone. What is not said in the settings is left at its default. */
final class XskContestant implements Contestant.Sender {

  @Override
  public Contestant.Figures start(Settings settings) {
    XskSender sender = XskSender.create(config(settings));
    int sources = settings.number("sources", 1);
    Flux.merge(IntStream.range(0, sources).mapToObj(i -> sender.send(packets(settings))).toList())
        .subscribe(
            report -> {},
            failure -> {
              failure.printStackTrace();
              Runtime.getRuntime().halt(1);
            });
    return () -> figures(sender);
  }

  private static XskConfig config(Settings settings) {
    XskConfig.Builder config = XskConfig.builder(settings.near());
    config.bindTimeout(Duration.ofSeconds(5));
    int window = settings.number("window", 0);
    if (window > 0) {
      config.batchSize(window);
    }
    String mode = settings.text("mode", "");
    if (!mode.isEmpty()) {
      config.mode(XskMode.valueOf(mode));
    }
    if (settings.text("idle", "").equals("spin")) {
      config.idleStrategy(IdleStrategy.busySpin());
    }
    return config.build();
  }

  private static Publisher<Packet> packets(Settings settings) {
    int rate = settings.number("rate", 0);
    if (rate > 0) {
      return settings.text("source", "").equals("polled")
          ? new PolledPackets(settings.size(), rate)
          : new PacedPackets(settings.size(), rate);
    }
    Flux<Packet> packets = Flux.fromIterable(new NumberedPackets(settings.size()));
    return switch (settings.text("source", "fused")) {
      case "fused" -> packets;
      // every item crosses from a thread of the source to the loop
      case "plain" -> packets.hide().subscribeOn(Schedulers.newSingle("source"));
      default -> throw new IllegalArgumentException("no such source");
    };
  }

  private static String figures(XskSender sender) {
    XskCounters counters = sender.counters();
    return "sent=%d kicks=%d windows=%d dropped=%d"
        .formatted(counters.packets(), counters.kicks(), counters.windows(), counters.dropped());
  }
}
