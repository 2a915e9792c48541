package reactor.xsk.samples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The report as one HTML file that needs no other. */
final class Html {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0; }
      th, td { padding: .15rem .7rem; text-align: right; border-bottom: 1px solid #8884; }
      th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
      svg { width: 100%; font: 13px system-ui, sans-serif; fill: currentColor; }
      svg .label { text-anchor: end; }
      svg .ours { fill: #2f7fd0; } svg .theirs { fill: #98a2ad; }
      .pass { color: #1a8f3c; } .fail { color: #d0342c; } .open { opacity: .6; }
      dt { font-weight: 600; }
      """;

  private Html() {}

  /** Writes the report. */
  static void write(Path file, Machine machine, Results results, List<Claims.Claim> claims)
      throws IOException {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    html.append("<title>reactor-xsk: benchmarks</title>\n<style>\n").append(STYLE);
    html.append("</style></head><body>\n<h1>reactor-xsk: benchmarks</h1>\n<dl>\n");
    machine
        .describe()
        .forEach(
            (what, value) -> html.append("<dt>%s<dd>%s%n".formatted(escape(what), escape(value))));
    html.append("</dl>\n");
    table(html, Tables.claims(claims));
    for (int size : results.sizes()) {
      html.append("<h2>%d-byte packets</h2>%n".formatted(size));
      bars(html, results, size, "Mpps at the far end", Rate::packetsPerSecond, 1e6, "%.2f");
      bars(html, results, size, "CPU ns for a packet, whole process", Rate::cpuNs, 1, "%.0f");
      table(html, Tables.rates(results, size));
    }
    if (!results.latencies().isEmpty()) {
      html.append("<h2>Latency</h2>\n");
      latencyBars(html, results);
      table(html, Tables.latencies(results));
    }
    html.append("<p>The raw figures are in report.json beside this file.</p></body></html>\n");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, html);
  }

  private static void bars(
      StringBuilder html,
      Results results,
      int size,
      String title,
      Results.Figure figure,
      double unit,
      String format) {
    List<SvgBars.Bar> bars = new ArrayList<>();
    for (Entrant entrant : Entrant.all()) {
      OptionalDouble value = results.median(entrant.id(), size, figure);
      if (value.isPresent()) {
        bars.add(new SvgBars.Bar(entrant.label(), value.getAsDouble() / unit, entrant.ours()));
      }
    }
    html.append("<h3>").append(escape(title)).append("</h3>\n");
    html.append(SvgBars.draw(title, format, bars));
  }

  private static void latencyBars(StringBuilder html, Results results) {
    for (int rate : results.latencyRates()) {
      List<SvgBars.Bar> bars = new ArrayList<>();
      for (Entrant entrant : Entrant.ofLatency()) {
        String id = entrant.id();
        results
            .medianLatency(id, rate, Latency::p50Ns)
            .ifPresent(
                ns ->
                    bars.add(new SvgBars.Bar(entrant.label() + ", p50", ns / 1e3, entrant.ours())));
        results
            .medianLatency(id, rate, Latency::p99Ns)
            .ifPresent(
                ns ->
                    bars.add(new SvgBars.Bar(entrant.label() + ", p99", ns / 1e3, entrant.ours())));
      }
      String title = "µs at %,d packets a second".formatted(rate);
      html.append("<h3>").append(escape(title)).append("</h3>\n");
      html.append(SvgBars.draw(title, "%.1f", bars));
    }
  }

  private static void table(StringBuilder html, Tables.Table table) {
    html.append("<p>").append(escape(table.title())).append("</p>\n<table>\n");
    for (List<String> row : table.rows()) {
      String cell = row == table.rows().getFirst() ? "th" : "td";
      html.append("<tr>");
      for (String text : row) {
        boolean verdict = text.equals("pass") || text.equals("fail") || text.equals("open");
        html.append("<%s%s>".formatted(cell, verdict ? " class=\"" + text + "\"" : ""));
        html.append(escape(text));
      }
      html.append('\n');
    }
    html.append("</table>\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
