package reactor.xsk.samples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The results as tables, for the terminal, for documents and for the report alike. */
final class Tables {

  private static final double MEGA = 1e6;
  private static final double MICRO = 1e3;

  private Tables() {}

  /** All tables of a run, in their order. */
  static List<Table> all(Results results) {
    List<Table> tables = new ArrayList<>();
    for (int size : results.sizes()) {
      tables.add(rates(results, size));
    }
    if (!results.fixedRates(Entrants.ofLatency()).isEmpty()) {
      tables.add(latencies(results));
    }
    if (!results.fixedRates(Entrants.ofLoad()).isEmpty()) {
      tables.add(loads(results));
    }
    tables.add(goals(Goals.of(results)));
    return tables;
  }

  /** The rates for one size of packets. */
  static Table rates(Results results, int size) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            size + "-byte packets",
            "Mpps",
            "× C",
            "CPU ns",
            "user",
            "system",
            "calls",
            "bytes",
            "GC ms",
            "JIT ms",
            ""));
    for (Entrant entrant : Entrants.all()) {
      if (results.median(entrant.id(), size, Rate::packetsPerSecond).isPresent()) {
        rows.add(rates(results, size, entrant));
      } else if (results.isUnavailable(entrant)) {
        String why = results.unavailable().getOrDefault(entrant.id(), "");
        rows.add(
            Stream.of(
                    Stream.of(entrant.label()), Stream.generate(() -> "-").limit(9), Stream.of(why))
                .flatMap(cells -> cells)
                .toList());
      }
    }
    return new Table(
        "Full speed. Of each packet: CPU time of the whole process, system calls, bytes allocated.",
        rows);
  }

  private static List<String> rates(Results results, int size, Entrant entrant) {
    String id = entrant.id();
    return List.of(
        entrant.label(),
        results.sample(id, size, Rate::packetsPerSecond).median("%.3f", MEGA),
        results.ratios(id, Entrants.C_REFERENCE, size).median("%.2f", 1),
        results.sample(id, size, Rate::cpuNs).median("%.0f", 1),
        results.sample(id, size, Rate::userNs).median("%.0f", 1),
        results.sample(id, size, Rate::systemNs).median("%.0f", 1),
        results.sample(id, size, Rate::systemCalls).median("%.3f", 1),
        results.sample(id, size, Rate::allocatedBytes).median("%.2f", 1),
        results.sample(id, size, Rate::gcMillis).median("%.0f", 1),
        results.sample(id, size, Rate::compileMillis).median("%.0f", 1),
        "");
  }

  /** The latencies, and how late a thread is that only looks at the clock. */
  static Table latencies(Results results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("one packet at a time", "pps", "p50 µs", "p99 µs", "p99.9 µs", "max µs", ""));
    for (int rate : results.fixedRates(Entrants.ofLatency())) {
      addLatencies(rows, results, ClockWatch.ID, ClockWatch.LABEL, rate);
      for (Entrant entrant : Entrants.ofLatency()) {
        addLatencies(rows, results, entrant.id(), entrant.label(), rate);
      }
    }
    return new Table("Latency, from onNext to arrival at the far end.", rows);
  }

  private static void addLatencies(
      List<List<String>> rows, Results results, String id, String label, int rate) {
    if (results.fixed(id, rate, FixedRate::p50Ns).isEmpty()) {
      return;
    }
    rows.add(
        List.of(
            label,
            String.valueOf(rate),
            results.fixed(id, rate, FixedRate::p50Ns).median("%.1f", MICRO),
            results.fixed(id, rate, FixedRate::p99Ns).median("%.1f", MICRO),
            results.fixed(id, rate, FixedRate::p999Ns).median("%.1f", MICRO),
            results.fixed(id, rate, FixedRate::maxNs).median("%.1f", MICRO),
            ""));
  }

  /** What a slow source costs that sleeps between its packets. */
  static Table loads(Results results) {
    List<Integer> rates = results.fixedRates(Entrants.ofLoad());
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("% of a core", rates.stream().map(rate -> rate + "/s").toList()));
    for (Entrant entrant : Entrants.ofLoad()) {
      rows.add(
          row(
              entrant.label(),
              rates.stream()
                  .map(
                      rate ->
                          results
                              .fixed(entrant.id(), rate, FixedRate::corePercent)
                              .median("%.1f", 1))
                  .toList()));
    }
    return new Table("CPU time of the whole process, source included.", rows);
  }

  private static List<String> row(String first, List<String> cells) {
    List<String> row = new ArrayList<>();
    row.add(first);
    row.addAll(cells);
    row.add("");
    return row;
  }

  /** What was to be reached. */
  static Table goals(List<Goals.Goal> goals) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("64-byte packets: ours / against", "goal", "measured", "in the rounds", ""));
    for (Goals.Goal goal : goals) {
      rows.add(
          List.of(
              goal.ours() + (goal.isRatio() ? " / " : ": ") + goal.against(),
              String.format(Locale.ROOT, "%s %.2f", goal.atLeast() ? "≥" : "≤", goal.bound()),
              goal.measured().isEmpty() ? "-" : goal.measured().median("%.2f", 1),
              goal.measured().range("%.2f"),
              goal.verdict().name().toLowerCase(Locale.ROOT)));
    }
    return new Table("What it must show: medians of the rounds.", rows);
  }
}
