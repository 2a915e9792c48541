package reactor.xsk.samples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that was measured, and the medians over the rounds. */
final class Results {

  /** One figure of a run; null where it could not be measured. */
  @FunctionalInterface
  interface Figure {
    /** The figure of {@code rate}. */
    @Nullable Number of(Rate rate);
  }

  private final List<Rate> rates = new ArrayList<>();
  private final List<Latency> latencies = new ArrayList<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();

  void add(Rate rate) {
    rates.add(rate);
  }

  void add(Latency latency) {
    latencies.add(latency);
  }

  /** Notes why an entrant does not take part. */
  void addUnavailable(Entrant entrant, String why) {
    unavailable.put(entrant.id(), why);
  }

  List<Rate> rates() {
    return rates;
  }

  List<Latency> latencies() {
    return latencies;
  }

  /** Why entrants did not take part, by id. */
  Map<String, String> unavailable() {
    return unavailable;
  }

  boolean isUnavailable(Entrant entrant) {
    return unavailable.containsKey(entrant.id());
  }

  List<Integer> sizes() {
    return rates.stream().map(Rate::size).distinct().sorted().toList();
  }

  List<Integer> latencyRates() {
    return latencies.stream().map(Latency::rate).distinct().sorted().toList();
  }

  /** The median over the rounds of one figure of an entrant; empty if it was not measured. */
  OptionalDouble median(String entrant, int size, Figure figure) {
    return median(
        rates.stream()
            .filter(rate -> rate.entrant().equals(entrant) && rate.size() == size)
            .map(figure::of));
  }

  /**
   * How many times faster one entrant was than another: the median of the ratios of those heats
   * that both were in, or the ratio of the medians if there was none. Empty if one is missing.
   */
  OptionalDouble ratio(String entrant, String other, int size) {
    OptionalDouble together =
        median(
            rates.stream()
                .filter(rate -> rate.entrant().equals(entrant) && rate.size() == size)
                .flatMap(
                    rate ->
                        rates.stream()
                            .filter(it -> it.isOfSameHeat(rate, other))
                            .limit(1)
                            .map(it -> rate.packetsPerSecond() / it.packetsPerSecond())));
    OptionalDouble rate = median(entrant, size, Rate::packetsPerSecond);
    OptionalDouble otherRate = median(other, size, Rate::packetsPerSecond);
    return together.isPresent() || rate.isEmpty() || otherRate.isEmpty()
        ? together
        : OptionalDouble.of(rate.getAsDouble() / otherRate.getAsDouble());
  }

  /** The median over the rounds of one figure of a latency. */
  OptionalDouble medianLatency(String entrant, int rate, Function<Latency, Long> figure) {
    return median(
        latencies.stream()
            .filter(latency -> latency.entrant().equals(entrant) && latency.rate() == rate)
            .map(figure));
  }

  private static OptionalDouble median(Stream<? extends @Nullable Number> figures) {
    double[] sorted =
        figures
            .mapToDouble(figure -> figure == null ? Double.NaN : figure.doubleValue())
            .filter(figure -> !Double.isNaN(figure))
            .sorted()
            .toArray();
    int n = sorted.length;
    return n == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
  }
}
