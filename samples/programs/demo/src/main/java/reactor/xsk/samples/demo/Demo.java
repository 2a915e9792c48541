package reactor.xsk.samples.demo;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the demo; {@link DemoRun} is what happens. */
@Command(
    name = "samples/demo",
    sortOptions = false,
    description =
        "Exports this machine's interface and CPU counters, and flow records, as IPFIX through"
            + " AF_XDP to a collector behind an ordinary UDP socket, which checks every one. In"
            + " between the cable is out for a moment, and the exporter says what was lost.",
    footer = {
      "",
      "Without --interface and --peer, samples/demo makes a veth pair in a private network"
          + " namespace, which is gone when it ends. No root needed.",
      "",
      "Exit status: 0 if every record was collected, once, in order and unchanged, or reported as"
          + " not sent by the exporter; 1 if not; 2 if an option is wrong; 130 if interrupted."
    })
public final class Demo implements Callable<Integer> {

  /** Room for the longest declaration of a template. */
  private static final int SHORTEST_FRAME = 256;

  private static final int LONGEST_FRAME = 1_514;

  // picocli hands the command line over in fields, before call()

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Seconds of flow records (default: ${DEFAULT-VALUE}).")
  private int seconds = 3;

  @Option(
      names = "--telemetry-seconds",
      paramLabel = "N",
      description = "Seconds of telemetry before (default: ${DEFAULT-VALUE}).")
  private int telemetrySeconds = 3;

  @Option(
      names = "--rate",
      paramLabel = "FPS",
      description = "Flow records a second; 0: as many as are collected (default).")
  private long rate = 0;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      description = "Longest frame (default: ${DEFAULT-VALUE}).")
  private int size = LONGEST_FRAME;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Most packets in a window (default: ${DEFAULT-VALUE}).")
  private int batch = 32;

  @Option(names = "--virtual", description = "Use the virtual port instead of AF_XDP.")
  private boolean virtual;

  @Option(
      names = "--no-fallback",
      description = "Fail where AF_XDP cannot be had, instead of using the virtual port.")
  private boolean noFallback;

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description = "Send here, in this namespace; goes with --peer.")
  private @Nullable String interfaceName;

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      description = "Receive here: the other end, with an IPv4 address.")
  private @Nullable String peerName;

  @Option(names = "--own-pair", hidden = true)
  private boolean ownPair;

  @Option(names = "--virtual-because", hidden = true)
  private @Nullable String virtualBecause;

  @Option(names = "--host-net-dev", hidden = true)
  private Path hostNetDev = Path.of("/proc/net/dev");

  @Option(names = "--terminal", hidden = true)
  private boolean terminal;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  private final Interrupt interrupt;

  private Demo(Interrupt interrupt) {
    this.interrupt = interrupt;
  }

  /** See {@code --help}. */
  public static void main(String[] args) {
    Interrupt interrupt = Interrupt.install();
    int status = new CommandLine(new Demo(interrupt)).execute(args);
    interrupt.finished();
    System.exit(status);
  }

  @Override
  public Integer call() {
    require(seconds >= 0, "--seconds must be 0 or more: " + seconds);
    require(telemetrySeconds >= 0, "--telemetry-seconds must be 0 or more: " + telemetrySeconds);
    require(seconds + telemetrySeconds > 0, "0 seconds of both: then there is nothing to do");
    require(rate >= 0, "--rate must be 0 or more: " + rate);
    require(
        size >= SHORTEST_FRAME && size <= LONGEST_FRAME,
        "--size must be from %d to %d: %d".formatted(SHORTEST_FRAME, LONGEST_FRAME, size));
    require(batch >= 1 && batch <= 512, "--batch must be from 1 to 512: " + batch);
    require((interfaceName == null) == (peerName == null), "--interface and --peer go together");
    Screen screen = new Screen(System.out, terminal);
    HostCounters counters = new HostCounters(hostNetDev, Path.of("/proc/stat"));
    try (Wire wire = Wires.open(wireRequest(), screen)) {
      return new DemoRun(wire, counters, screen, interrupt)
          .run(Duration.ofSeconds(telemetrySeconds), Duration.ofSeconds(seconds), rate);
    } catch (DemoFailure | UncheckedIOException e) {
      screen.line("");
      screen.line("FAILED: " + e.getMessage());
      return 1;
    }
  }

  private Wires.Request wireRequest() {
    String because = virtual ? "asked for with --virtual" : virtualBecause;
    if (because == null && interfaceName == null) {
      throw new ParameterException(
          spec.commandLine(), "give --interface and --peer, or --virtual; or start samples/demo");
    }
    return new Wires.Request(
        interfaceName, peerName, because, ownPair, virtual || !noFallback, batch, size);
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
