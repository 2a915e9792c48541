package reactor.xsk.samples.bench;

import java.util.List;
import java.util.Locale;

/** Lines over equally spaced values in SVG, by hand for the reason that {@link SvgBars} gives. */
final class SvgLines {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 260;
  private static final int LEFT = 70;
  private static final int RIGHT = 220;
  private static final int TOP = 14;
  private static final int BOTTOM = 42;
  private static final int GRID_LINES = 4;

  private SvgLines() {}

  /** One line; NaN where it has no value. */
  record Line(String label, List<Double> values) {}

  /** The lines over {@code axis}, from 0 to the greatest of their values. */
  static String draw(String title, String format, String axis, List<Integer> xs, List<Line> lines) {
    double most =
        lines.stream()
            .flatMap(line -> line.values().stream())
            .filter(value -> !value.isNaN())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    StringBuilder svg = new StringBuilder();
    append(
        svg,
        "<svg role=\"img\" viewBox=\"0 0 %d %d\" xmlns=\"http://www.w3.org/2000/svg\">",
        WIDTH,
        HEIGHT);
    append(svg, "<title>%s</title>", Html.escape(title));
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = most * i / GRID_LINES;
      double y = y(value, most);
      append(
          svg,
          "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
          LEFT,
          y,
          WIDTH - RIGHT,
          y);
      append(
          svg,
          "<text class=\"label\" x=\"%d\" y=\"%.1f\">%s</text>",
          LEFT - 6,
          y + 4,
          String.format(Locale.ROOT, format, value));
    }
    for (int i = 0; i < xs.size(); i++) {
      append(
          svg,
          "<text class=\"middle\" x=\"%.1f\" y=\"%d\">%d</text>",
          x(i, xs.size()),
          HEIGHT - BOTTOM + 18,
          xs.get(i));
    }
    append(
        svg,
        "<text class=\"middle\" x=\"%d\" y=\"%d\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 6,
        Html.escape(axis));
    for (int i = 0; i < lines.size(); i++) {
      line(svg, i, lines.get(i), most);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void line(StringBuilder svg, int number, Line line, double most) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < line.values().size(); i++) {
      double value = line.values().get(i);
      if (!Double.isNaN(value)) {
        points.append(
            String.format(Locale.ROOT, "%.1f,%.1f ", x(i, line.values().size()), y(value, most)));
      }
    }
    append(
        svg, "<polyline class=\"line line%d\" points=\"%s\"/>", number, points.toString().strip());
    int y = TOP + 16 + 20 * number;
    append(
        svg,
        "<line class=\"line line%d\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
        number,
        WIDTH - RIGHT + 14,
        y - 4,
        WIDTH - RIGHT + 34,
        y - 4);
    append(
        svg, "<text x=\"%d\" y=\"%d\">%s</text>", WIDTH - RIGHT + 40, y, Html.escape(line.label()));
  }

  private static void append(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static double x(int i, int count) {
    int width = WIDTH - LEFT - RIGHT;
    return count == 1 ? LEFT + width / 2.0 : LEFT + (double) width * i / (count - 1);
  }

  private static double y(double value, double most) {
    return HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM);
  }
}
