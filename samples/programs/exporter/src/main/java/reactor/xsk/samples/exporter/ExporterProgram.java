package reactor.xsk.samples.exporter;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

/** The command line. */
@Command(
    name = "samples/exporter",
    mixinStandardHelpOptions = true,
    description = {
      "Exports counters of this machine, or the flows of a capture, through AF_XDP to telemetry"
          + " collectors, and says of each record whether it was sent."
    })
public final class ExporterProgram implements Callable<Integer> {

  private static final Duration END = Duration.ofSeconds(10);
  private static final long LOOK_MS = 1_000;

  @Option(
      names = "--ipfix",
      paramLabel = "HOST[:PORT]",
      description = "An IPFIX collector; repeat it for more.")
  private List<String> ipfix = List.of();

  @Option(names = "--netflow9", paramLabel = "HOST[:PORT]", description = "A NetFlow v9 collector.")
  private List<String> netFlow9 = List.of();

  @Option(names = "--sflow", paramLabel = "HOST[:PORT]", description = "An sFlow collector.")
  private List<String> sflow = List.of();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines of \"ipfix HOST:PORT\" and so on; read again when it changes.")
  private @Nullable Path config;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "Between two readings. Default: 1.")
  private double intervalSeconds = 1;

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description = "A pcap or pcapng file, whose flows to export.")
  private @Nullable Path capture;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "Replay the capture so many times as fast; 0 without waiting. Default: 1.")
  private double speed = 1;

  @Option(names = "--loop", description = "Begin the capture again at its end.")
  private boolean loop;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "End after so long. Default: at Ctrl-C.")
  private long durationSeconds = Long.MAX_VALUE / 2_000;

  @Option(
      names = "--status",
      paramLabel = "SECONDS",
      description = "Between two status lines. Default: 10.")
  private long statusSeconds = 10;

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description = "Serve meters and events to Prometheus, at /metrics. Default host: 127.0.0.1.")
  private @Nullable String metricsAt;

  private @Nullable MetricsEndpoint metrics;
  private final Map<Destination, Export> exports = new LinkedHashMap<>();
  private final Set<Destination> fixed = new LinkedHashSet<>();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Starts the program. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ExporterProgram()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    ipfix.forEach(it -> fixed.add(Destination.parse(Protocol.IPFIX, it)));
    netFlow9.forEach(it -> fixed.add(Destination.parse(Protocol.NETFLOW9, it)));
    sflow.forEach(it -> fixed.add(Destination.parse(Protocol.SFLOW, it)));
    if (fixed.isEmpty() && config == null) {
      System.err.println(
          "No collector: give --ipfix, --netflow9, --sflow or --config. See --help.");
      return 2;
    }
    Thread hook = new Thread(this::onInterrupt, "end");
    Runtime.getRuntime().addShutdownHook(hook);
    try (MetricsEndpoint endpoint = metricsAt == null ? null : MetricsEndpoint.open(metricsAt);
        Senders senders = new Senders(endpoint)) {
      metrics = endpoint;
      if (endpoint != null) {
        log("metrics: http:/%s/metrics".formatted(endpoint.address()));
      }
      run(senders);
    } finally {
      ended.countDown();
    }
    return 0;
  }

  /** Ctrl-C: the main thread ends the exports, and the JVM waits for it here. */
  private void onInterrupt() {
    interrupted.countDown();
    try {
      ended.await(2 * END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Senders senders) throws IOException, InterruptedException {
    Source source = source();
    ConfigFile file = config == null ? null : new ConfigFile(config);
    start(fixed, senders, source);
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
    long statusNs = System.nanoTime();
    while (System.nanoTime() - endNs < 0) {
      if (file != null && file.hasChanged()) {
        reload(file, senders, source);
      }
      if (System.nanoTime() - statusNs >= TimeUnit.SECONDS.toNanos(statusSeconds)) {
        statusNs = System.nanoTime();
        exports.values().forEach(export -> log(export.status()));
      }
      boolean over = file == null && exports.values().stream().allMatch(Export::isOver);
      if (over || interrupted.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    end(List.copyOf(exports.keySet()));
  }

  private Source source() {
    if (capture == null) {
      HostReader reader = new HostReader();
      if (!reader.seesOwnNamespace()) {
        log(
            "/sys does not show the network namespace of this process, so no interface is exported."
                + " Mount one that does: mount -t sysfs none /sys, or start it by ip netns exec");
      }
      return Source.ofHost(reader, Duration.ofMillis((long) (intervalSeconds * 1_000)));
    }
    List<CapturedPacket> packets = CaptureFile.read(capture);
    log("%s: %,d packets".formatted(capture, packets.size()));
    Flux<FlowRecord> flows = Replay.of(packets, speed);
    return Source.ofCapture(loop ? flows.repeat() : flows);
  }

  private void start(Set<Destination> destinations, Senders senders, Source source) {
    for (Destination destination : destinations) {
      exports.put(destination, Export.start(destination, senders, source, metrics));
      log(destination + ": started");
    }
  }

  /**
   * Ends what the file has no more, and starts what is new in it. A broken file changes nothing.
   */
  private void reload(ConfigFile file, Senders senders, Source source) throws IOException {
    Set<Destination> wanted;
    try {
      wanted = file.read();
    } catch (IllegalArgumentException e) {
      log("the config was not reloaded: " + e.getMessage());
      return;
    }
    wanted.addAll(fixed);
    List<Destination> gone = new ArrayList<>(exports.keySet());
    gone.removeAll(wanted);
    end(gone);
    wanted.removeAll(exports.keySet());
    start(wanted, senders, source);
  }

  private void end(List<Destination> destinations) {
    List<Export> ending =
        exports.values().stream().filter(it -> destinations.contains(it.destination())).toList();
    ending.forEach(Export::stop);
    for (Export export : ending) {
      log(export.outcome(END));
      export.close();
    }
    exports.keySet().removeAll(destinations);
  }

  private static void log(String line) {
    System.out.println(line);
  }
}
