package reactor.xsk.samples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The results as tables: rows of text, for the terminal and for the report alike. */
final class Tables {

  private Tables() {}

  /** A table; the first row is its head. */
  record Table(String title, List<List<String>> rows) {

    /** The table in columns of text: the first column and the last flush left. */
    String text() {
      int columns = rows.getFirst().size();
      int[] widths = new int[columns];
      for (List<String> row : rows) {
        for (int i = 0; i < columns; i++) {
          widths[i] = Math.max(widths[i], row.get(i).length());
        }
      }
      StringBuilder text = new StringBuilder(title).append("\n\n");
      for (List<String> row : rows) {
        for (int i = 0; i < columns; i++) {
          boolean left = i == 0 || i == columns - 1;
          text.append(
              ("%" + (left ? "-" : "") + Math.max(1, widths[i]) + "s  ").formatted(row.get(i)));
        }
        text.setLength(text.toString().stripTrailing().length());
        text.append('\n');
      }
      return text.toString();
    }
  }

  /** The rates for one size of packets. */
  static Table rates(Results results, int size) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            size + "-byte packets",
            "Mpps",
            "x C",
            "CPU ns",
            "user",
            "system",
            "calls",
            "bytes",
            "GC ms",
            ""));
    for (Entrant entrant : Entrant.all()) {
      String id = entrant.id();
      OptionalDouble rate = results.median(id, size, Rate::packetsPerSecond);
      if (rate.isPresent()) {
        OptionalDouble ratio = results.ratio(id, Entrant.C_REFERENCE, size);
        rows.add(
            List.of(
                entrant.label(),
                number("%.3f", OptionalDouble.of(rate.getAsDouble() / 1e6)),
                number("%.2f", ratio),
                number("%.0f", results.median(id, size, Rate::cpuNs)),
                number("%.0f", results.median(id, size, Rate::userNs)),
                number("%.0f", results.median(id, size, Rate::systemNs)),
                number("%.3f", results.median(id, size, Rate::systemCalls)),
                number("%.2f", results.median(id, size, Rate::allocatedBytes)),
                number("%.0f", results.median(id, size, Rate::gcMillis)),
                ""));
      } else if (results.isUnavailable(entrant)) {
        rows.add(
            Stream.concat(
                    Stream.concat(Stream.of(entrant.label()), Stream.generate(() -> "-").limit(8)),
                    Stream.of(results.unavailable().getOrDefault(id, "")))
                .toList());
      }
    }
    return new Table(
        "Full speed. Of each packet: CPU time of the whole process, system calls, bytes allocated.",
        rows);
  }

  /** The latencies. */
  static Table latencies(Results results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("one packet at a time", "pps", "p50 us", "p99 us", "p99.9 us", "max us", ""));
    for (int rate : results.latencyRates()) {
      for (Entrant entrant : Entrant.ofLatency()) {
        String id = entrant.id();
        if (results.medianLatency(id, rate, Latency::p50Ns).isPresent()) {
          rows.add(
              List.of(
                  entrant.label(),
                  String.valueOf(rate),
                  micros(results.medianLatency(id, rate, Latency::p50Ns)),
                  micros(results.medianLatency(id, rate, Latency::p99Ns)),
                  micros(results.medianLatency(id, rate, Latency::p999Ns)),
                  micros(results.medianLatency(id, rate, Latency::maxNs)),
                  ""));
        }
      }
    }
    return new Table("Latency, from onNext to arrival at the far end.", rows);
  }

  /** What was claimed. */
  static Table claims(List<Claims.Claim> claims) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("64-byte packets, medians of the rounds", "bound", "measured", ""));
    for (Claims.Claim claim : claims) {
      rows.add(
          List.of(
              claim.what(),
              String.format(Locale.ROOT, "%s %.2f", claim.atLeast() ? ">=" : "<=", claim.bound()),
              Double.isNaN(claim.measured())
                  ? "-"
                  : String.format(Locale.ROOT, "%.2f", claim.measured()),
              claim.verdict().name().toLowerCase(Locale.ROOT)));
    }
    return new Table("What it must show.", rows);
  }

  private static String micros(OptionalDouble ns) {
    return number("%.1f", ns.isPresent() ? OptionalDouble.of(ns.getAsDouble() / 1e3) : ns);
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "n/a";
  }
}
