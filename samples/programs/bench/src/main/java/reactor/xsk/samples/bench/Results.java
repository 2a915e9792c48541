package reactor.xsk.samples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that was measured, and the figures of an entrant over the rounds. */
final class Results {

  /** One figure of a run; null where it could not be measured. */
  @FunctionalInterface
  interface Figure {
    /** The figure of {@code rate}. */
    @Nullable Number of(Rate rate);
  }

  private final List<Rate> rates = new ArrayList<>();
  private final List<FixedRate> fixedRates = new ArrayList<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();

  void add(Rate rate) {
    rates.add(rate);
  }

  void add(FixedRate fixedRate) {
    fixedRates.add(fixedRate);
  }

  /** Notes why an entrant does not take part. */
  void addUnavailable(Entrant entrant, String why) {
    unavailable.put(entrant.id(), why);
  }

  List<Rate> rates() {
    return rates;
  }

  List<FixedRate> fixedRates() {
    return fixedRates;
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

  /** The fixed rates that one of {@code entrants} was measured at. */
  List<Integer> fixedRates(List<Entrant> entrants) {
    List<String> ids = entrants.stream().map(Entrant::id).toList();
    return fixedRates.stream()
        .filter(it -> ids.contains(it.entrant()))
        .map(FixedRate::rate)
        .distinct()
        .sorted()
        .toList();
  }

  /** One figure of an entrant at full speed. */
  Sample sample(String entrant, int size, Figure figure) {
    return Sample.of(of(entrant, size).map(figure::of));
  }

  /** The median of it; empty if it was not measured. */
  OptionalDouble median(String entrant, int size, Figure figure) {
    return sample(entrant, size, figure).median();
  }

  private Stream<Rate> of(String entrant, int size) {
    return rates.stream().filter(it -> it.entrant().equals(entrant) && it.size() == size);
  }

  /**
   * How many times faster one entrant was than another in those heats that both were in, or by the
   * medians if there was none. Empty if one is missing.
   */
  Sample ratios(String entrant, String other, int size) {
    Sample together =
        Sample.of(
            of(entrant, size)
                .flatMap(
                    rate ->
                        rates.stream()
                            .filter(it -> it.isOfSameHeat(rate, other))
                            .limit(1)
                            .map(it -> rate.packetsPerSecond() / it.packetsPerSecond())));
    OptionalDouble rate = median(entrant, size, Rate::packetsPerSecond);
    OptionalDouble otherRate = median(other, size, Rate::packetsPerSecond);
    return !together.isEmpty() || rate.isEmpty() || otherRate.isEmpty()
        ? together
        : new Sample(rate.getAsDouble() / otherRate.getAsDouble());
  }

  /** One figure of an entrant at a fixed rate. */
  Sample fixed(String entrant, int rate, Function<FixedRate, ? extends @Nullable Number> figure) {
    return Sample.of(fixed(entrant, rate).map(figure));
  }

  private Stream<FixedRate> fixed(String entrant, int rate) {
    return fixedRates.stream().filter(it -> it.entrant().equals(entrant) && it.rate() == rate);
  }

  /** The ratios of a figure of two at a fixed rate, round by round. */
  Sample fixedRatios(
      String entrant, String other, int rate, Function<FixedRate, ? extends Number> figure) {
    return Sample.of(
        fixed(entrant, rate)
            .flatMap(
                ours ->
                    fixed(other, rate)
                        .filter(it -> it.round() == ours.round())
                        .limit(1)
                        .map(it -> ratio(figure.apply(ours), figure.apply(it)))));
  }

  private static double ratio(Number ours, Number other) {
    return ours.doubleValue() / other.doubleValue();
  }
}
