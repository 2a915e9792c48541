package reactor.xsk.samples.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Whether the compilers of the JVMs had finished when the rates were measured. */
final class Compilations {

  private static final double RESTING_MILLIS = 1;

  private Compilations() {}

  /** How much they compiled meanwhile. */
  static String describe(Results results) {
    List<Rate> ofJvms =
        results.rates().stream().filter(rate -> rate.compileMillis() != null).toList();
    if (ofJvms.isEmpty()) {
      return "no JVM was measured at full speed";
    }
    double measuredMillis =
        ofJvms.stream().mapToDouble(rate -> 1e3 * rate.packets() / rate.packetsPerSecond()).sum();
    double compiled = ofJvms.stream().mapToDouble(Compilations::millis).sum();
    long resting = ofJvms.stream().filter(rate -> millis(rate) < RESTING_MILLIS).count();
    Rate most = ofJvms.stream().max(Comparator.comparingDouble(Compilations::millis)).orElseThrow();
    return String.format(
        Locale.ROOT,
        "%.0f ms of CPU time in %.1f s of measurements (%.2f %%); less than a millisecond in %d of"
            + " %d of them, most in one: %.0f ms (%s)",
        compiled,
        measuredMillis / 1e3,
        100 * compiled / measuredMillis,
        resting,
        ofJvms.size(),
        millis(most),
        most.entrant());
  }

  private static double millis(Rate rate) {
    return Objects.requireNonNullElse(rate.compileMillis(), 0.0);
  }
}
