package reactor.xsk.samples.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import reactor.xsk.samples.bench.linux.Wire;

/**
 * All contestants in turn, several rounds, over pairs of virtual interfaces. {@code samples/bench}
 * starts it.
 */
@Command(
    name = "samples/bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Compares reactor-xsk with a C reference, with what a JVM user picks today, and with the"
            + " kernel's own generator, in a private network namespace.",
    footer = {
      "",
      "samples/bench --instructions [RUN...] counts instructions a packet in a virtual machine"
          + " instead: RUN is c, empty, written or young."
    })
public final class Bench implements Callable<Integer> {

  @Mixin private Options options = new Options();

  private final Results results = new Results();
  private final Tracks tracks = new Tracks();
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** Runs the benchmarks. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).setOverwrittenOptionsAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Wire.prepare();
    Machine machine = Machine.of(tracks.of(1, 0).farEnd().describe(), options.describe());
    machine.describe().forEach((what, value) -> out.println(what + ": " + value));
    out.println();
    if (options.observed()) {
      new Observed(tracks.of(1, 0), out).run();
      return CommandLine.ExitCode.OK;
    }
    Session session = new Session(options, tracks, results, out);
    for (int round = 1; round <= options.rounds(); round++) {
      if (options.grow()) {
        grow(session, round);
      } else {
        compare(session, round);
      }
    }
    report(machine);
    return session.isBroken() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private void compare(Session session, int round) throws IOException {
    for (int size : options.sizes()) {
      for (Heat heat : Heat.all()) {
        session.rates(heat, size, round);
      }
    }
    for (int rate : options.latencyRates()) {
      session.watchClock(rate, round, options.interval(rate));
      session.fixedRate(Entrants.ofLatency(), rate, round, options.interval(rate));
    }
    for (int rate : options.loadRates()) {
      session.fixedRate(Entrants.ofLoad(), rate, round, options.interval());
    }
  }

  private void grow(Session session, int round) throws IOException {
    for (Series series : Growth.all()) {
      for (Series.Point point : series.points()) {
        session.rates(Series.heat(point), point.size(), round);
      }
    }
    for (int rate : Growth.SOURCE_RATES) {
      session.fixedRate(Growth.withSlowSource(), rate, round, options.interval(rate));
    }
  }

  private void report(Machine machine) throws IOException {
    List<Table> tables = options.grow() ? GrowthTables.all(results) : Tables.all(results);
    out.println();
    for (Table table : tables) {
      out.println(options.markdown() ? table.markdown() : table.text());
    }
    if (!options.grow()) {
      out.println("Not measured here: " + Goals.ELSEWHERE);
    }
    out.println("Compilers: " + Compilations.describe(results));
    Html.write(options.html(), machine, results, options.grow(), tables);
    Json.write(options.json(), machine, results);
    out.println("Written: " + options.html() + " and " + options.json());
  }
}
