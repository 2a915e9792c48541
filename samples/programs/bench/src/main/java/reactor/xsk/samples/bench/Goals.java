package reactor.xsk.samples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the library is to reach against others, and whether this run shows it. */
final class Goals {

  /** The goals that other programs measure. */
  static final String ELSEWHERE =
      "own cost, at most 15 ns a packet over the echo, 30 over the model and 20 in mode BULK"
          + " (./mvnw -pl reactor-xsk/core -Pjmh verify); at most 150 user instructions a packet"
          + " more than C (samples/bench --instructions)";

  private static final int SIZE = 64;
  private static final int LATENCY_RATE = 10_000;
  private static final String BYTES = "bytes allocated for a packet";
  private static final String CORE = "% of a core";

  private Goals() {}

  /** How a goal came out. */
  enum Verdict {
    MET,
    MISSED,
    /** One of the two was not measured. */
    OPEN
  }

  /**
   * A goal and what was measured.
   *
   * @param ours id of the entrant
   * @param against id of another, or what is measured
   * @param atLeast whether {@code bound} is the least, or else the most
   * @param bound the bound
   * @param measured in each round
   */
  record Goal(String ours, String against, boolean atLeast, double bound, Sample measured) {

    /** Whether it is a ratio of two entrants. */
    boolean isRatio() {
      return !against.startsWith(BYTES) && !against.startsWith(CORE);
    }

    Verdict verdict() {
      OptionalDouble median = measured.median();
      if (median.isEmpty()) {
        return Verdict.OPEN;
      }
      double value = median.getAsDouble();
      return (atLeast ? value >= bound : value <= bound) ? Verdict.MET : Verdict.MISSED;
    }
  }

  /** All goals: rates of 64-byte packets, medians of the rounds of one run. */
  static List<Goal> of(Results results) {
    List<Goal> goals = new ArrayList<>();
    goals.add(faster(results, Entrants.COPY_DEFAULT, Entrants.C_REFERENCE, 1.10));
    goals.add(faster(results, Entrants.COPY_DEFAULT, Entrants.C_256, 0.97));
    goals.add(faster(results, Entrants.COPY_UNSHARED, Entrants.C_WRITING, 0.97));
    goals.add(faster(results, Entrants.COPY_PLAIN, Entrants.C_HANDED, 0.97));
    goals.add(faster(results, Entrants.COPY_PLAIN, Entrants.COPY_DEFAULT, 0.90));
    goals.add(faster(results, Entrants.bulk(32), Entrants.C_REFERENCE, 4.0));
    goals.add(faster(results, Entrants.bulk(64), Entrants.C_REFERENCE, 4.0));
    goals.add(faster(results, Entrants.bulk(256), Entrants.C_REFERENCE, 4.5));
    goals.add(faster(results, Entrants.bulk(1024), Entrants.C_REFERENCE, 5.0));
    goals.add(faster(results, Entrants.COPY_DEFAULT, Entrants.NETTY, 2.5));
    goals.add(faster(results, Entrants.COPY_DEFAULT, Entrants.PACKET_RING, 1.2));
    goals.add(faster(results, Entrants.bulk(256), Entrants.NETTY_GSO, 3.0));
    goals.add(faster(results, Entrants.COPY_TWO_LANES, Entrants.C_TWO_QUEUES, 0.97));
    goals.add(faster(results, Entrants.COPY_EIGHT, Entrants.COPY_DEFAULT, 0.9));
    goals.add(faster(results, Entrants.COPY_BESIDE_IDLE, Entrants.COPY_DEFAULT, 0.9));
    for (String entrant : List.of(Entrants.COPY_DEFAULT, Entrants.COPY_PLAIN)) {
      Sample bytes = results.sample(entrant, SIZE, Rate::allocatedBytes);
      goals.add(new Goal(entrant, BYTES, false, 0.1, bytes));
    }
    goals.add(core(results, 1_000, 3));
    goals.add(core(results, 10_000, 15));
    goals.add(
        new Goal(
            Entrants.COPY_POLLED,
            Entrants.C_REFERENCE + ", p99 at 10k/s",
            false,
            1.2,
            results.fixedRatios(
                Entrants.COPY_POLLED, Entrants.C_REFERENCE, LATENCY_RATE, FixedRate::p99Ns)));
    return goals;
  }

  private static Goal faster(Results results, String ours, String other, double bound) {
    return new Goal(ours, other, true, bound, results.ratios(ours, other, SIZE));
  }

  private static Goal core(Results results, int rate, double percent) {
    Function<FixedRate, @Nullable Number> figure = FixedRate::corePercent;
    return new Goal(
        Entrants.COPY_PARKED,
        CORE + " at %dk/s".formatted(rate / 1_000),
        false,
        percent,
        results.fixed(Entrants.COPY_PARKED, rate, figure));
  }
}
