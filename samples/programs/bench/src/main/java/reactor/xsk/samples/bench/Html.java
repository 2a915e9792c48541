package reactor.xsk.samples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

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
      svg .label { text-anchor: end; } svg .middle { text-anchor: middle; }
      svg .ours { fill: #2f7fd0; } svg .theirs { fill: #98a2ad; }
      svg .grid { stroke: #8884; } svg .line { fill: none; stroke-width: 2.5; }
      svg .line0 { stroke: #2f7fd0; } svg .line1 { stroke: #98a2ad; } svg .line2 { stroke: #d08a2f; }
      .met { color: #1a8f3c; } .missed { color: #d0342c; } .open { opacity: .6; }
      dt { font-weight: 600; }
      """;

  private final StringBuilder html = new StringBuilder();
  private final Results results;
  private final List<Table> tables;

  private Html(Results results, List<Table> tables) {
    this.results = results;
    this.tables = tables;
  }

  /** Writes the report. */
  static void write(Path file, Machine machine, Results results, boolean growth, List<Table> tables)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new Html(results, tables).page(machine, growth));
  }

  private String page(Machine machine, boolean growth) {
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    html.append("<title>reactor-xsk: benchmarks</title>\n<style>\n").append(STYLE);
    html.append("</style></head><body>\n<h1>reactor-xsk: benchmarks</h1>\n<dl>\n");
    machine
        .describe()
        .forEach(
            (what, value) -> html.append("<dt>%s<dd>%s%n".formatted(escape(what), escape(value))));
    html.append("<dt>Compilers<dd>%s%n</dl>%n".formatted(escape(Compilations.describe(results))));
    if (growth) {
      Growth.all().stream()
          .filter(series -> GrowthTables.isMeasured(results, series))
          .forEach(this::lines);
      slowSourceLines("CPU ns of a packet", FixedRate::cpuNs, 1);
      slowSourceLines("p50 µs", FixedRate::p50Ns, 1e3);
      slowSourceLines("p99 µs", FixedRate::p99Ns, 1e3);
    } else {
      results.sizes().forEach(this::rateBars);
      results.fixedRates(Entrants.ofLatency()).forEach(this::latencyBars);
    }
    tables.forEach(this::table);
    html.append("<p>The raw figures are in report.json beside this file.</p></body></html>\n");
    return html.toString();
  }

  private void rateBars(int size) {
    String packets = "%d-byte packets: ".formatted(size);
    bars(packets + "Mpps at the far end", size, Rate::packetsPerSecond, 1e6, "%.2f");
    bars(packets + "CPU ns, whole process", size, Rate::cpuNs, 1, "%.0f");
  }

  private void bars(String title, int size, Results.Figure figure, double unit, String format) {
    List<SvgBars.Bar> bars = new ArrayList<>();
    for (Entrant entrant : Entrants.all()) {
      OptionalDouble value = results.median(entrant.id(), size, figure);
      if (value.isPresent()) {
        bars.add(new SvgBars.Bar(entrant.label(), value.getAsDouble() / unit, entrant.ours()));
      }
    }
    chart(title, SvgBars.draw(title, format, bars));
  }

  private void latencyBars(int rate) {
    List<SvgBars.Bar> bars = new ArrayList<>();
    for (Entrant entrant : Entrants.ofLatency()) {
      add(bars, entrant, ", p50", results.fixed(entrant.id(), rate, FixedRate::p50Ns));
      add(bars, entrant, ", p99", results.fixed(entrant.id(), rate, FixedRate::p99Ns));
    }
    String title = String.format(Locale.ROOT, "Latency in µs at %,d packets a second", rate);
    chart(title, SvgBars.draw(title, "%.1f", bars));
  }

  private static void add(List<SvgBars.Bar> bars, Entrant entrant, String what, Sample ns) {
    ns.median()
        .ifPresent(
            it -> bars.add(new SvgBars.Bar(entrant.label() + what, it / 1e3, entrant.ours())));
  }

  private void lines(Series series) {
    lines(series, "Mpps", Rate::packetsPerSecond, 1e6, "%.2f");
    lines(series, "CPU ns of a packet", Rate::cpuNs, 1, "%.0f");
  }

  private void lines(
      Series series, String unitName, Results.Figure figure, double unit, String format) {
    String title = series.title() + ": " + unitName;
    List<Integer> xs = series.points().stream().map(Series.Point::x).toList();
    List<SvgLines.Line> lines = GrowthTables.lines(results, series, figure, unit);
    chart(title, SvgLines.draw(title, format, series.axis(), xs, lines));
  }

  private void slowSourceLines(
      String unitName, Function<FixedRate, ? extends Number> figure, double unit) {
    String title = "Rate of a source on its own thread: " + unitName;
    List<SvgLines.Line> lines = GrowthTables.slowSourceLines(results, figure, unit);
    chart(
        title,
        SvgLines.draw(title, "%.0f", "packets a second of the source", Growth.SOURCE_RATES, lines));
  }

  private void chart(String title, String svg) {
    html.append("<h3>").append(escape(title)).append("</h3>\n").append(svg);
  }

  private void table(Table table) {
    html.append("<h3>").append(escape(table.title())).append("</h3>\n<table>\n");
    for (List<String> row : table.rows()) {
      String cell = row == table.rows().getFirst() ? "th" : "td";
      html.append("<tr>");
      for (String text : row) {
        boolean verdict = text.equals("met") || text.equals("missed") || text.equals("open");
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
