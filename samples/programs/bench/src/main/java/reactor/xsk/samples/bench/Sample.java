package reactor.xsk.samples.bench;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One figure over the rounds, sorted. */
record Sample(double... sorted) {

  /** Of those figures that could be measured. */
  static Sample of(Stream<? extends @Nullable Number> figures) {
    return new Sample(
        figures
            .mapToDouble(figure -> figure == null ? Double.NaN : figure.doubleValue())
            .filter(figure -> !Double.isNaN(figure))
            .sorted()
            .toArray());
  }

  boolean isEmpty() {
    return sorted.length == 0;
  }

  OptionalDouble median() {
    int n = sorted.length;
    return n == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
  }

  /** The median in {@code unit}, as {@code format} writes it; {@code n/a} if there is none. */
  String median(String format, double unit) {
    OptionalDouble median = median();
    return median.isPresent()
        ? String.format(Locale.ROOT, format, median.getAsDouble() / unit)
        : "n/a";
  }

  /** The least and the most, as {@code format} writes them. */
  String range(String format) {
    return sorted.length < 2
        ? ""
        : String.format(Locale.ROOT, format + "–" + format, sorted[0], sorted[sorted.length - 1]);
  }
}
