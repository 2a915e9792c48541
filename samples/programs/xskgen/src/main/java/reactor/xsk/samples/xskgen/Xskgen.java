package reactor.xsk.samples.xskgen;

import java.io.Console;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.xsk.BusyPollOptions;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.net.WhileUnresolved;

/** Sends frames as fast as the interface takes them, or at a rate. */
@Command(
    name = "xskgen",
    sortOptions = false,
    description = {
      "Sends what `xdpsock -t` of xdp-project/bpf-examples sends, with its options; or UDP",
      "datagrams to an address (--to), whose headers the library finds.",
      "It loads the interface and what is behind it: do not point it at a network of others."
    })
public final class Xskgen implements Callable<Integer> {

  private static final Duration BUSY_POLL = Duration.ofNanos(20_000);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private FrameOptions frames = new FrameOptions();
  @Mixin private RefusedOptions refused = new RefusedOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.") // not the standard ones: -V of xdpsock is another
  private boolean help;

  @Option(
      names = {"-i", "--interface"},
      paramLabel = "NAME",
      description = "Where to send.")
  private String interfaceName = "";

  @Option(
      names = {"-q", "--queue"},
      description = "First queue (default: ${DEFAULT-VALUE}).")
  private int queue = 0;

  @Option(names = "--queues", description = "How many queues (default: ${DEFAULT-VALUE}).")
  private int queues = 1;

  @Option(names = "--to", paramLabel = "ADDRESS:PORT", description = "UDP datagrams to there.")
  private String to = "";

  @Option(
      names = "--while-unresolved",
      description = "With --to, while there is no way: ${COMPLETION-CANDIDATES} (default: HOLD).")
  private WhileUnresolved whileUnresolved = WhileUnresolved.HOLD;

  @Option(
      names = {"-t", "--txonly"},
      description = "Only send: what this program does anyhow.")
  private boolean txOnly;

  @Option(
      names = {"-S", "--xdp-skb", "-c", "--copy"},
      description = "Copy mode.")
  private boolean copy;

  @Option(
      names = {"-z", "--zero-copy"},
      description = "Zero-copy mode.")
  private boolean zeroCopy;

  @Option(
      names = {"-N", "--xdp-native"},
      description = "Without effect: AUTO asks the driver.")
  private boolean nativeMode;

  @Option(
      names = {"-b", "--batch-size"},
      description = "Packets in a window (default: ${DEFAULT-VALUE}).")
  private int batch = 64;

  @Option(
      names = {"-B", "--busy-poll"},
      description = "Poll the device with each kick (SO_PREFER_BUSY_POLL; CAP_NET_ADMIN).")
  private boolean busyPoll;

  @Option(
      names = {"-f", "--frame-size"},
      description =
          "Of a frame in memory: a power of two, 2048 to 65536 (default: ${DEFAULT-VALUE}).")
  private int frameSize = 2_048; // fits the usual limit of locked memory

  @Option(
      names = {"-C", "--tx-pkt-count"},
      description = "How many packets; 0: no end (default).")
  private long count = 0;

  @Option(
      names = {"-d", "--duration"},
      description = "Seconds; 0: no end (default).")
  private int seconds = 0;

  @Option(
      names = {"-n", "--interval"},
      description = "Seconds between two lines (default: ${DEFAULT-VALUE}).")
  private int interval = 1;

  @Option(
      names = {"-T", "--tx-cycle"},
      description = "Microseconds for one batch (-b).")
  private long cycleMicros = 0;

  @Option(names = "--rate", description = "Packets a second; 0: unlimited (default).")
  private long rate = 0;

  @Option(names = "--bits", description = "Bits a second; 0: unlimited (default).")
  private long bits = 0;

  @Option(
      names = {"-Q", "--quiet"},
      description = "No lines but errors.")
  private boolean quiet;

  @Option(
      names = {"-x", "--extra-stats", "-a", "--app-stats"},
      description = "Always shown.")
  private boolean extra;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  /** What was said of frames. */
  FrameOptions frames() {
    return frames;
  }

  /** See {@code --help}. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Xskgen()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    require(frames.error().isEmpty(), frames.error());
    require(
        interval > 0 && seconds >= 0 && count >= 0, "-n must be 1 or more; -d and -C 0 or more");
    require(!to.isEmpty() || !interfaceName.isEmpty(), "-i or --to is needed");
    require(!(copy && zeroCopy), "-S or -c, and -z, exclude each other");
    try {
      return to.isEmpty() ? sendFrames() : sendDatagrams();
    } catch (XskException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private int sendFrames() throws InterruptedException {
    try (XskSender sender = XskSender.create(config(interfaceName))) {
      return run(sender, () -> new XdpsockFrame(frames)::write, Map::of);
    }
  }

  private int sendDatagrams() throws InterruptedException {
    int colon = to.lastIndexOf(':');
    require(colon > 0 && to.substring(colon + 1).matches("[0-9]{1,5}"), "--to ADDRESS:PORT: " + to);
    String address = to.substring(0, colon).replaceAll("^\\[|]$", "");
    try (UdpRoute route =
            UdpRoute.builder(
                    new InetSocketAddress(address, Integer.parseInt(to.substring(colon + 1))))
                .whileUnresolved(whileUnresolved)
                .open();
        XskSender sender =
            XskSender.create(
                config(interfaceName.isEmpty() ? route.interfaceName() : interfaceName))) {
      require(
          interfaceName.isEmpty() || interfaceName.equals(route.interfaceName()),
          "%s leaves by %s: -i %s".formatted(to, route.interfaceName(), route.interfaceName()));
      boolean isResolved = RoutedPayload.awaitResolved(route);
      say(String.valueOf(route.state()));
      if (!isResolved && whileUnresolved == WhileUnresolved.HOLD) {
        spec.commandLine().getErr().println(route.state().reason());
        return 1;
      }
      RoutedPayload payload = new RoutedPayload(route, frames);
      return run(sender, () -> route.datagrams(payload::write), route::drops);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private XskConfig config(String name) {
    try {
      int ring = Math.max(2_048, Integer.highestOneBit(Math.max(1, batch)) * 2);
      XskConfig.Builder config =
          XskConfig.builder(name)
              .queues(queue, queues)
              .batchSize(batch)
              .frameSize(frameSize)
              .txRingSize(ring)
              .frameCount(ring)
              .pace(cycleMicros > 0 ? Math.max(1, batch * 1_000_000L / cycleMicros) : rate)
              .paceBits(bits);
      if (copy || zeroCopy) {
        config.mode(copy ? XskMode.COPY : XskMode.ZERO_COPY);
      }
      if (busyPoll) {
        config.busyPoll(BusyPollOptions.forAtMost(BUSY_POLL).preferred(batch)); // as xdpsock -B
      }
      return config.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int run(
      XskSender sender,
      Supplier<PacketWriter<Object>> writers,
      Supplier<Map<String, Long>> dropsByReason)
      throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(sender::close));
    LatencyProbe probe =
        frames.isStamped() ? null : new LatencyProbe(); // numbers are of one writer
    Progress progress = new Progress(sender, out(), style(), count, seconds);
    Load load = new Load(sender, count, probe);
    Runnable tick = quiet ? () -> {} : progress::interval;
    Throwable failure = load.run(queues, writers, seconds, interval, tick);
    if (!quiet) {
      double elapsed = progress.elapsedSeconds();
      progress.end();
      new Account(out(), style()).print(sender, elapsed, dropsByReason.get(), probe);
    }
    if (failure != null) {
      spec.commandLine().getErr().println(failure.getMessage());
      return 1;
    }
    return 0;
  }

  private OutputStyle style() {
    Console console = System.console();
    boolean isTerminal = console != null && console.isTerminal();
    return json ? OutputStyle.JSON : isTerminal ? OutputStyle.TERMINAL : OutputStyle.LINES;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void say(String line) {
    if (!quiet && !json) {
      out().println(line);
    }
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
