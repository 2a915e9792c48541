package reactor.xsk.samples.exporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
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
      description =
          "Lines of \"ipfix HOST:PORT\" and so on; read again when it changes, and at SIGHUP.")
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
      description = "Between two status lines where there is no terminal. Default: 10.")
  private long statusSeconds = 10;

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description = "Serve meters and events to Prometheus, at /metrics. Default host: 127.0.0.1.")
  private @Nullable String metricsAt;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Set<Destination> fixed = new LinkedHashSet<>();
  private final Log log = Log.ofStandardOutput();
  private final AtomicBoolean reload = new AtomicBoolean();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Starts the program. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new ExporterProgram())
            .setExecutionExceptionHandler(ExporterProgram::explain)
            .execute(arguments));
  }

  /** What a user can mend is no stack trace. */
  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    command.getErr().println("samples/exporter: " + failure.getMessage());
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  @Override
  public Integer call() throws Exception {
    check();
    ConfigFile file = config == null ? null : new ConfigFile(config);
    Set<Destination> wanted = wanted(file);
    Source source = source();
    Thread hook = new Thread(this::onInterrupt, "end");
    Runtime.getRuntime().addShutdownHook(hook);
    Hangup.onSignal(() -> reload.set(true));
    try (MetricsEndpoint endpoint = metricsAt == null ? null : endpoint(metricsAt);
        Senders senders = new Senders(endpoint)) {
      if (endpoint != null) {
        log.line("metrics: http:/%s/metrics".formatted(endpoint.address()));
      }
      Exports exports = new Exports(it -> Export.start(it, senders, source, endpoint), log::line);
      exports.want(wanted, END);
      return run(exports, file) ? ExitCode.OK : ExitCode.SOFTWARE;
    } finally {
      ended.countDown();
    }
  }

  private void check() {
    require(intervalSeconds >= 0.001 && intervalSeconds <= 86_400, "--interval is 0.001 to 86400");
    require(speed >= 0 && speed <= 1e6, "--speed is 0 to 1000000");
    require(durationSeconds >= 1, "--duration is 1 or more");
    require(statusSeconds >= 1, "--status is 1 or more");
    require(
        capture == null || sflow.isEmpty(),
        "--capture gives flows, and sFlow carries samples: use --ipfix or --netflow9");
    require(
        config != null || !ipfix.isEmpty() || !netFlow9.isEmpty() || !sflow.isEmpty(),
        "no collector: give --ipfix, --netflow9, --sflow or --config");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  /** What the options and the config say at the start, where they have to be right. */
  private Set<Destination> wanted(@Nullable ConfigFile file) {
    try {
      ipfix.forEach(it -> fixed.add(Destination.parse(Protocol.IPFIX, it)));
      netFlow9.forEach(it -> fixed.add(Destination.parse(Protocol.NETFLOW9, it)));
      sflow.forEach(it -> fixed.add(Destination.parse(Protocol.SFLOW, it)));
      Set<Destination> wanted = new LinkedHashSet<>(fixed);
      if (file != null) {
        wanted.addAll(file.read());
      }
      return wanted;
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          e instanceof IOException ? "--config: cannot read " + e.getMessage() : e.getMessage(),
          e);
    }
  }

  private MetricsEndpoint endpoint(String at) {
    try {
      return MetricsEndpoint.open(at);
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--metrics %s: %s".formatted(at, e.getMessage()), e);
    }
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

  private boolean run(Exports exports, @Nullable ConfigFile file) throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
    long periodNs = TimeUnit.SECONDS.toNanos(log.isTerminal() ? 1 : statusSeconds);
    long statusNs = System.nanoTime();
    while (System.nanoTime() - endNs < 0) {
      boolean asked = reload.getAndSet(false);
      if (file != null && (asked || file.hasChanged())) {
        reload(file, exports);
      }
      exports.look(System.nanoTime());
      if (System.nanoTime() - statusNs >= periodNs) {
        statusNs = System.nanoTime();
        log.status(exports.status());
      }
      boolean over = file == null && exports.areOver();
      if (over || interrupted.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return exports.end(END);
  }

  private Source source() {
    if (capture == null) {
      HostReader reader = new HostReader();
      if (!reader.seesOwnNamespace()) {
        log.line(
            "/sys does not show the network namespace of this process, so no interface is exported."
                + " Mount one that does: mount -t sysfs none /sys, or start it by ip netns exec");
      }
      return Source.ofHost(reader, Duration.ofMillis((long) (intervalSeconds * 1_000)));
    }
    List<CapturedPacket> packets = packets(capture);
    log.line("%s: %,d packets".formatted(capture, packets.size()));
    Flux<FlowRecord> flows = Replay.of(packets, speed);
    return Source.ofCapture(loop ? flows.repeat() : flows);
  }

  private List<CapturedPacket> packets(Path file) {
    try {
      return CaptureFile.read(file);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      String why = e instanceof UncheckedIOException ? "cannot be read" : e.getMessage();
      throw new ParameterException(spec.commandLine(), "--capture %s: %s".formatted(file, why), e);
    }
  }

  /**
   * Ends what the file has no more, and starts what is new in it. A broken file changes nothing.
   */
  private void reload(ConfigFile file, Exports exports) {
    Set<Destination> wanted;
    try {
      wanted = file.read();
    } catch (IllegalArgumentException | IOException e) {
      log.line("the config was not reloaded: " + e.getMessage());
      return;
    }
    log.line("the config was read again");
    wanted.addAll(fixed);
    exports.want(wanted, END);
  }
}
