package reactor.xsk.samples.bench.contestant;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.IdleStrategy;
import reactor.xsk.Packet;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;

/** Ours, through the public API alone. What is not said in the settings is left at its default. */
final class XskContestant implements Contestant.Sender {

  @Override
  public Contestant.Figures start(Settings settings) {
    XskSender sender = XskSender.create(config(settings));
    for (int i = settings.number("idle-streams", 0); i > 0; i--) {
      start(sender.send(Flux.never()));
    }
    // streams go to the lanes in turn: each lane has as many sources
    int sources = settings.number("sources", settings.number("queues", 1));
    List<Mono<SendReport>> sends =
        IntStream.range(0, sources).mapToObj(i -> sender.send(packets(settings))).toList();
    sends.forEach(XskContestant::start);
    return () -> figures(sender);
  }

  private static void start(Mono<SendReport> send) {
    send.subscribe(
        report -> {},
        failure -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
  }

  private static XskConfig config(Settings settings) {
    XskConfig.Builder config = XskConfig.builder(settings.near());
    config.bindTimeout(Duration.ofSeconds(5));
    int window = settings.number("window", 0);
    if (window > 0) {
      config.batchSize(window);
    }
    int kick = settings.number("kick", 0);
    if (kick > 0) {
      config.kickSize(kick);
    }
    String mode = settings.text("mode", "");
    if (!mode.isEmpty()) {
      config.mode(XskMode.valueOf(mode));
    }
    if (settings.text("idle", "").equals("spin")) {
      config.idleStrategy(IdleStrategy.busySpin());
    }
    int queues = settings.number("queues", 1);
    config.queues(0, queues);
    if (settings.number("pin", 0) == 1) {
      int cpus = Runtime.getRuntime().availableProcessors();
      config.cpus(IntStream.range(0, queues).map(lane -> lane % cpus).toArray());
    }
    return config.build();
  }

  private static Publisher<Packet> packets(Settings settings) {
    if (settings.rate() > 0) {
      return settings.text("source", "").equals("polled")
          ? new PolledPackets(settings)
          : new PacedPackets(settings);
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
