package reactor.xsk.samples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What {@code --grow} measured, as tables and as lines to draw. */
final class GrowthTables {

  private static final double MEGA = 1e6;
  private static final double MICRO = 1e3;

  private GrowthTables() {}

  static List<Table> all(Results results) {
    List<Table> tables = new ArrayList<>();
    for (Series series : Growth.all()) {
      if (isMeasured(results, series)) {
        tables.add(series(results, series));
      }
    }
    if (!results.fixedRates(Growth.withSlowSource()).isEmpty()) {
      tables.add(slowSource(results));
    }
    return tables;
  }

  static boolean isMeasured(Results results, Series series) {
    return series.points().stream()
        .flatMap(point -> point.entrants().stream())
        .anyMatch(
            entrant ->
                results.rates().stream().anyMatch(rate -> rate.entrant().equals(entrant.id())));
  }

  static Table series(Results results, Series series) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(series.axis()));
    for (String line : series.lines()) {
      head.addAll(List.of(line + ", Mpps", "CPU ns"));
    }
    head.add("");
    rows.add(head);
    for (Series.Point point : series.points()) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(point.x())));
      for (Entrant entrant : point.entrants()) {
        row.add(sample(results, point, entrant, Rate::packetsPerSecond).median("%.3f", MEGA));
        row.add(sample(results, point, entrant, Rate::cpuNs).median("%.0f", 1));
      }
      row.add("");
      rows.add(row);
    }
    return new Table(series.title() + ".", rows);
  }

  private static Sample sample(
      Results results, Series.Point point, Entrant entrant, Results.Figure figure) {
    return results.sample(entrant.id(), point.size(), figure);
  }

  /** The values of each line of a series, to draw; NaN where there is none. */
  static List<SvgLines.Line> lines(
      Results results, Series series, Results.Figure figure, double unit) {
    return IntStream.range(0, series.lines().size())
        .mapToObj(
            i ->
                new SvgLines.Line(
                    series.lines().get(i),
                    series.points().stream()
                        .map(point -> sample(results, point, point.entrants().get(i), figure))
                        .map(Sample::median)
                        .map(median -> orNaN(median) / unit)
                        .toList()))
        .toList();
  }

  /** The values of each entrant with a slow source, to draw. */
  static List<SvgLines.Line> slowSourceLines(
      Results results, Function<FixedRate, ? extends Number> figure, double unit) {
    return Growth.withSlowSource().stream()
        .map(
            entrant ->
                new SvgLines.Line(
                    entrant.label(),
                    Growth.SOURCE_RATES.stream()
                        .map(rate -> results.fixed(entrant.id(), rate, figure).median())
                        .map(median -> orNaN(median) / unit)
                        .toList()))
        .toList();
  }

  private static double orNaN(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  /** A source that is slower than the sender. */
  static Table slowSource(Results results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "packets a second of the source",
            "arrived",
            "CPU ns",
            "packets a window",
            "p50 µs",
            "p99 µs",
            ""));
    for (Entrant entrant : Growth.withSlowSource()) {
      String id = entrant.id();
      for (int rate : results.fixedRates(List.of(entrant))) {
        rows.add(
            List.of(
                String.valueOf(rate),
                results.fixed(id, rate, FixedRate::packetsPerSecond).median("%.0f", 1),
                results.fixed(id, rate, FixedRate::cpuNs).median("%.0f", 1),
                results.fixed(id, rate, FixedRate::packetsPerWindow).median("%.2f", 1),
                results.fixed(id, rate, FixedRate::p50Ns).median("%.1f", MICRO),
                results.fixed(id, rate, FixedRate::p99Ns).median("%.1f", MICRO),
                entrant.label()));
      }
    }
    return new Table("Rate of a source on its own thread; CPU time without that thread.", rows);
  }
}
