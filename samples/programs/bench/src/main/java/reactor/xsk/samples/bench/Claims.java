package reactor.xsk.samples.bench;

import java.util.List;
import java.util.OptionalDouble;

/** What the library promises of itself against others, and whether this run bears it out. */
final class Claims {

  private static final int SIZE = 64;
  private static final int LATENCY_RATE = 10_000;

  private Claims() {}

  /** How a claim came out. */
  enum Verdict {
    PASS,
    FAIL,
    /** One of the two was not measured. */
    OPEN
  }

  /**
   * A claim and its outcome.
   *
   * @param what it in words
   * @param bound the least ratio, or the most
   * @param atLeast which of the two
   * @param measured the ratio; NaN if it is open
   */
  record Claim(String what, double bound, boolean atLeast, double measured) {
    Verdict verdict() {
      if (Double.isNaN(measured)) {
        return Verdict.OPEN;
      }
      return (atLeast ? measured >= bound : measured <= bound) ? Verdict.PASS : Verdict.FAIL;
    }
  }

  /** All claims: rates of 64-byte packets, medians of the rounds of one run. */
  static List<Claim> check(Results results) {
    return List.of(
        faster(results, Entrant.COPY_32, Entrant.C_REFERENCE, 0.97),
        faster(results, Entrant.COPY_DEFAULT, Entrant.C_REFERENCE, 1.00),
        faster(results, Entrant.bulk(32), Entrant.C_REFERENCE, 1.7),
        faster(results, Entrant.bulk(64), Entrant.C_REFERENCE, 2.5),
        faster(results, Entrant.bulk(256), Entrant.C_REFERENCE, 4.0),
        faster(results, Entrant.bulk(1024), Entrant.C_REFERENCE, 5.0),
        faster(results, Entrant.COPY_DEFAULT, Entrant.NETTY, 1.8),
        faster(results, Entrant.bulk(256), Entrant.NETTY_GSO, 2.0),
        faster(results, Entrant.COPY_EIGHT, Entrant.COPY_DEFAULT, 0.9),
        latency(results, Entrant.COPY_POLLED, Entrant.C_REFERENCE),
        latency(results, Entrant.COPY_SPIN, Entrant.C_HANDED),
        latency(results, Entrant.COPY_SPIN, Entrant.C_REFERENCE),
        new Claim(
            "copy-default: bytes allocated for a packet",
            1,
            false,
            results.median(Entrant.COPY_DEFAULT, SIZE, Rate::allocatedBytes).orElse(Double.NaN)));
  }

  private static Claim faster(Results results, String ours, String other, double bound) {
    return new Claim(
        ours + " / " + other, bound, true, results.ratio(ours, other, SIZE).orElse(Double.NaN));
  }

  private static Claim latency(Results results, String ours, String other) {
    return new Claim(
        "latency p99 at 10k pps: " + ours + " / " + other,
        1.5,
        false,
        ratio(
            results.medianLatency(ours, LATENCY_RATE, Latency::p99Ns),
            results.medianLatency(other, LATENCY_RATE, Latency::p99Ns)));
  }

  private static double ratio(OptionalDouble ours, OptionalDouble other) {
    return ours.isPresent() && other.isPresent()
        ? ours.getAsDouble() / other.getAsDouble()
        : Double.NaN;
  }
}
