package reactor.xsk.samples.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.xsk.samples.bench.linux.SystemCalls;
import reactor.xsk.samples.bench.linux.Wire;

/**
 * All contestants in turn, several rounds, over a pair of virtual interfaces. {@code samples/bench}
 * starts it.
 */
@Command(
    name = "samples/bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Compares reactor-xsk with a C reference, with what a JVM user picks today, and with the"
            + " kernel's own generator, in a private network namespace.")
public final class Bench implements Callable<Integer> {

  @Option(
      names = "--quick",
      description = "One round of 64-byte packets and one rate of latency: under two minutes.")
  private boolean quick;

  @Option(names = "--sizes", split = ",", description = "Bytes of a packet. Default: 64,512,1400.")
  private List<Integer> sizes = List.of();

  @Option(names = "--rounds", description = "Rounds; the tables show medians. Default: 5.")
  private int rounds;

  @Option(names = "--seconds", description = "Length of a measurement. Default: 2.")
  private double seconds;

  @Option(names = "--warm-up", description = "Seconds that a JVM sends before it. Default: 3.")
  private double warmUp;

  @Option(
      names = "--latency-rates",
      split = ",",
      description = "Packets a second for latency; 0 for none. Default: 1000,10000,100000.")
  private List<Integer> latencyRates = List.of();

  @Option(names = "--only", split = ",", description = "Only these: ids as in the JSON.")
  private Set<String> only = Set.of();

  @Option(
      names = "--html",
      description = "Where the report goes. Default: ${DEFAULT-VALUE}.",
      defaultValue = "target/bench/report.html")
  private Path html = Path.of("");

  @Option(
      names = "--json",
      description = "Where the raw figures go. Default: ${DEFAULT-VALUE}.",
      defaultValue = "target/bench/report.json")
  private Path json = Path.of("");

  @Option(names = "--txonly", hidden = true, description = "The compiled C reference.")
  private @Nullable Path txonly;

  private @Nullable SystemCalls systemCalls;
  private final Results results = new Results();
  private boolean broken;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** Runs the benchmarks. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).setOverwrittenOptionsAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    setDefaults();
    systemCalls = loadSystemCalls();
    Wire.prepare();
    List<Heat> heats = Heat.all();
    String run =
        "%d rounds, %.1f s each after a warm-up of %.1f s; medians"
            .formatted(rounds, seconds, warmUp);
    Machine machine = Machine.of(farEnd(heats), run);
    machine.describe().forEach((what, value) -> out.println(what + ": " + value));
    out.println();
    for (int round = 1; round <= rounds; round++) {
      for (int size : sizes) {
        for (Heat heat : heats) {
          rates(heat, size, round);
        }
      }
    }
    latencies(Wire.make(Heat.trackCount(heats)));
    report(machine);
    return broken ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private static String farEnd(List<Heat> heats) {
    return heats.getFirst().track(Entrant.reference()).farEnd().describe();
  }

  private void setDefaults() {
    sizes = orElse(sizes, quick ? List.of(64) : List.of(64, 512, 1400));
    latencyRates = orElse(latencyRates, quick ? List.of(10_000) : List.of(1_000, 10_000, 100_000));
    rounds = rounds > 0 ? rounds : quick ? 1 : 5;
    seconds = seconds > 0 ? seconds : quick ? 1 : 2;
    warmUp = warmUp > 0 ? warmUp : quick ? 2 : 3;
  }

  private static List<Integer> orElse(List<Integer> given, List<Integer> otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  private boolean takesPart(Entrant entrant) {
    return (only.isEmpty() || only.contains(entrant.id())) && !results.isUnavailable(entrant);
  }

  /**
   * All of a heat are started, and then take turns: there is never more than one that does not
   * stand still.
   */
  private void rates(Heat heat, int size, int round) throws IOException {
    List<RateRun> runs = new ArrayList<>();
    try {
      for (Entrant entrant : heat.entrants(this::takesPart)) {
        start(entrant, heat.track(entrant), size).ifPresent(runs::add);
      }
      for (int slice = RateRun.slices(ofSeconds(seconds)); slice > 0; slice--) {
        runs.removeIf(run -> !succeeds(run, run::measure));
      }
      runs.removeIf(
          run -> !succeeds(run, () -> add(run.result(round, heat.number(), systemCalls))));
    } finally {
      runs.forEach(RateRun::close);
    }
  }

  private void add(Rate rate) {
    results.add(rate);
    say(
        "round %d, %d bytes, %s: %.3f Mpps, %.0f CPU ns a packet",
        rate.round(), rate.size(), rate.entrant(), rate.packetsPerSecond() / 1e6, rate.cpuNs());
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  /** Takes a step of a run. One that cannot be taken is the end of that run, and of no other. */
  private boolean succeeds(RateRun run, Step step) {
    try {
      step.take();
      return true;
    } catch (IOException e) {
      run.close();
      leaveOut(run.entrant(), e);
      return false;
    }
  }

  private Optional<RateRun> start(Entrant entrant, Track track, int size) {
    try {
      return Optional.of(RateRun.start(entrant, track, size, ofSeconds(warmUp), txonly));
    } catch (Child.UnavailableException | IOException e) {
      leaveOut(entrant, e);
      return Optional.empty();
    }
  }

  private void leaveOut(Entrant entrant, Exception e) {
    broken |= e instanceof IOException;
    results.addUnavailable(entrant, String.valueOf(e.getMessage()));
    say("%s is left out: %s", entrant.label(), String.valueOf(e.getMessage()));
  }

  private static @Nullable SystemCalls loadSystemCalls() {
    try {
      return SystemCalls.load();
    } catch (IOException e) {
      return null; // the table then says n/a
    }
  }

  private void latencies(Wire wire) {
    LatencyRun run = new LatencyRun(wire, txonly, ofSeconds(warmUp), ofSeconds(seconds));
    for (int round = 1; round <= rounds; round++) {
      for (int rate : latencyRates) {
        for (Entrant entrant : Entrant.ofLatency()) {
          if (rate > 0 && takesPart(entrant)) {
            try {
              Latency latency = run.measure(entrant, rate, round);
              results.add(latency);
              say(
                  "round %d, %d pps, %s: p50 %.1f us, p99 %.1f us",
                  round, rate, entrant.label(), latency.p50Ns() / 1e3, latency.p99Ns() / 1e3);
            } catch (Child.UnavailableException | IOException e) {
              leaveOut(entrant, e);
            }
          }
        }
      }
    }
  }

  private void report(Machine machine) throws IOException {
    List<Claims.Claim> claims = Claims.check(results);
    out.println();
    for (int size : results.sizes()) {
      out.println(Tables.rates(results, size).text());
    }
    if (!results.latencies().isEmpty()) {
      out.println(Tables.latencies(results).text());
    }
    out.println(Tables.claims(claims).text());
    Html.write(html, machine, results, claims);
    Json.write(json, machine, results, claims);
    out.println("Written: " + html + " and " + json);
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
