package reactor.xsk.samples.bench;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.xsk.Packet;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.micrometer.XskSenderMetrics;

/**
 * What it costs to watch a sender: turns in which its meters are scraped once a second and a
 * recording of Flight Recorder runs, and turns without, on the same stream. A slow moment of the
 * machine touches both of a pair, and which of them comes first changes from pair to pair.
 */
final class Observed {

  static final double GOAL = 0.99;

  private static final int PACKET_BYTES = 60;
  private static final int PAIRS = 20;
  private static final Duration TURN = Duration.ofSeconds(2);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration SETTLING = Duration.ofMillis(100);

  private final Tracks.Track track;
  private final PrintStream out;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long scrapedBytes;

  Observed(Tracks.Track track, PrintStream out) {
    this.track = track;
    this.out = out;
  }

  /**
   * A turn.
   *
   * @param packetsPerSecond packets that arrived in a second
   * @param packetsPerCpuSecond packets that arrived in a second of CPU time of the loop thread,
   *     which does not depend on what else the machine does
   */
  private record Turn(double packetsPerSecond, double packetsPerCpuSecond) {}

  private record Pair(Turn with, Turn without) {

    double ratio(ToDoubleFunction<Turn> figure) {
      return figure.applyAsDouble(with) / figure.applyAsDouble(without);
    }
  }

  void run() throws IOException {
    String near = track.wire().near();
    Packet packet = Packet.of(new byte[PACKET_BYTES]);
    try (XskSender sender = XskSender.create(XskConfig.builder(near).build())) {
      new XskSenderMetrics(sender, near).bindTo(registry);
      Disposable stream =
          sender
              .send(Flux.<Packet>generate(sink -> sink.next(packet)))
              .onErrorComplete()
              .subscribe();
      long loop = loopThread(near);
      WarmUp.sleep(WARM_UP);
      turn(loop, true);
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < PAIRS; i++) {
        boolean first = i % 2 == 0;
        Turn one = turn(loop, first);
        Turn other = turn(loop, !first);
        pairs.add(first ? new Pair(one, other) : new Pair(other, one));
      }
      stream.dispose();
      report(pairs);
    }
  }

  private static long loopThread(String near) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("xsk-tx-" + near + "-"))
        .mapToLong(Thread::threadId)
        .findFirst()
        .orElseThrow();
  }

  private Turn turn(long loop, boolean observed) throws IOException {
    if (!observed) {
      WarmUp.sleep(SETTLING);
      return measure(loop);
    }
    try (Recording recording = new Recording(Configuration.getConfiguration("default"));
        ScheduledExecutorService scraper = Executors.newSingleThreadScheduledExecutor()) {
      recording.start();
      WarmUp.sleep(SETTLING);
      var scrapes =
          scraper.scheduleAtFixedRate(
              () -> scrapedBytes += registry.scrape().length(), 0, 1, TimeUnit.SECONDS);
      Turn turn = measure(loop);
      scrapes.cancel(false);
      recording.stop();
      return turn;
    } catch (ParseException e) {
      throw new IOException("Flight Recorder's default settings", e);
    }
  }

  private Turn measure(long loop) throws IOException {
    long cpuNs = threads.getThreadCpuTime(loop);
    long packets = track.farEnd().count().packets();
    long startNs = System.nanoTime();
    WarmUp.sleep(TURN);
    double arrived = track.farEnd().count().packets() - packets;
    double seconds = (System.nanoTime() - startNs) / 1e9;
    return new Turn(arrived / seconds, arrived * 1e9 / (threads.getThreadCpuTime(loop) - cpuNs));
  }

  private void report(List<Pair> pairs) {
    out.printf(
        Locale.ROOT,
        "With a scrape a second (%,d bytes in all) and a recording, %d pairs of turns of %d s:%n",
        scrapedBytes,
        PAIRS,
        TURN.toSeconds());
    print("packets a second", pairs, Turn::packetsPerSecond);
    print("packets a second of CPU time of the loop thread", pairs, Turn::packetsPerCpuSecond);
  }

  private void print(String what, List<Pair> pairs, ToDoubleFunction<Turn> figure) {
    double[] ratios = pairs.stream().mapToDouble(pair -> pair.ratio(figure)).sorted().toArray();
    double median = (ratios[PAIRS / 2 - 1] + ratios[PAIRS / 2]) / 2;
    out.printf(
        Locale.ROOT,
        "  %.3f of the %s without (quartiles %.3f and %.3f; goal %.2f: %s)%n",
        median,
        what,
        ratios[PAIRS / 4],
        ratios[PAIRS - 1 - PAIRS / 4],
        GOAL,
        median >= GOAL ? "met" : "missed");
  }
}
