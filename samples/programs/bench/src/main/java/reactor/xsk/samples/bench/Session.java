package reactor.xsk.samples.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.xsk.samples.bench.linux.SystemCalls;
import reactor.xsk.samples.bench.linux.Wire;

/** Runs entrants and collects what they show. One that fails is left out from then on. */
final class Session {

  private final Options options;
  private final Tracks tracks;
  private final Results results;
  private final PrintStream out;
  private final @Nullable SystemCalls systemCalls = loadSystemCalls();
  private @Nullable Wire quietWire;
  private boolean broken;

  Session(Options options, Tracks tracks, Results results, PrintStream out) {
    this.options = options;
    this.tracks = tracks;
    this.results = results;
    this.out = out;
  }

  private static @Nullable SystemCalls loadSystemCalls() {
    try {
      return SystemCalls.load();
    } catch (IOException e) {
      return null; // the table then says n/a
    }
  }

  /** Whether something could not be measured that should have been. */
  boolean isBroken() {
    return broken;
  }

  private boolean takesPart(Entrant entrant) {
    return options.isChosen(entrant) && !results.isUnavailable(entrant);
  }

  /**
   * All of a heat are started, and then take turns: there is never more than one that does not
   * stand still.
   */
  void rates(Heat heat, int size, int round) throws IOException {
    List<RateRun> runs = new ArrayList<>();
    try {
      for (Entrant entrant : heat.entrants(this::takesPart)) {
        start(entrant, tracks.of(entrant.queues(), runs.size()), size).ifPresent(runs::add);
      }
      for (int slice = RateRun.slices(options.interval()); slice > 0; slice--) {
        runs.removeIf(run -> !succeeds(run, run::measure));
      }
      runs.removeIf(
          run -> !succeeds(run, () -> add(run.result(round, heat.number(), systemCalls))));
    } finally {
      runs.forEach(RateRun::close);
    }
  }

  private Optional<RateRun> start(Entrant entrant, Tracks.Track track, int size) {
    try {
      return Optional.of(RateRun.start(entrant, track, size, options.warmUp(), options.programs()));
    } catch (Child.UnavailableException | IOException e) {
      leaveOut(entrant, e);
      return Optional.empty();
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

  /** Each entrant at a fixed rate, one after the other. */
  void fixedRate(List<Entrant> entrants, int rate, int round, Duration interval)
      throws IOException {
    FixedRateRun run =
        new FixedRateRun(quietWire(), options.programs(), options.warmUp(), interval);
    for (Entrant entrant : entrants) {
      if (takesPart(entrant)) {
        try {
          add(run.measure(entrant, rate, round), entrant.label());
        } catch (Child.UnavailableException | IOException e) {
          leaveOut(entrant, e);
        }
      }
    }
  }

  /** How late a thread is that looks at the clock. */
  void watchClock(int rate, int round, Duration interval) {
    add(ClockWatch.measure(rate, round, interval), ClockWatch.LABEL);
  }

  private void add(FixedRate fixedRate, String label) {
    results.add(fixedRate);
    say(
        "round %d, %d a second, %s: p50 %.1f us, p99 %.1f us, %.1f %% of a core",
        fixedRate.round(),
        fixedRate.rate(),
        label,
        fixedRate.p50Ns() / 1e3,
        fixedRate.p99Ns() / 1e3,
        fixedRate.corePercent());
  }

  private Wire quietWire() throws IOException {
    if (quietWire == null) {
      quietWire = tracks.wire(1);
    }
    return quietWire;
  }

  private void leaveOut(Entrant entrant, Exception e) {
    broken |= e instanceof IOException;
    results.addUnavailable(entrant, String.valueOf(e.getMessage()));
    say("%s is left out: %s", entrant.label(), String.valueOf(e.getMessage()));
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
