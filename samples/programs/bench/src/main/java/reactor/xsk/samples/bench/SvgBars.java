package reactor.xsk.samples.bench;

import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars in SVG. Written by hand: libraries that draw through AWT need the fonts of the
 * machine, and a server may have none; a browser has its own.
 */
final class SvgBars {

  private static final int WIDTH = 860;
  private static final int LABELS = 300;
  private static final int BAR = 18;
  private static final int STEP = 26;
  private static final int VALUES = 90;

  private SvgBars() {}

  /** One bar: ours have a colour of their own. */
  record Bar(String label, double value, boolean ours) {}

  /** The bars, with their values as {@code format} writes them. */
  static String draw(String title, String format, List<Bar> bars) {
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    int height = bars.size() * STEP + 8;
    svg.append(
        "<svg role=\"img\" viewBox=\"0 0 %d %d\" xmlns=\"http://www.w3.org/2000/svg\">%n"
            .formatted(WIDTH, height));
    svg.append("<title>").append(Html.escape(title)).append("</title>\n");
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int top = i * STEP + 4;
      double length = Math.max(1, bar.value() / most * (WIDTH - LABELS - VALUES));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>"
                  + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>"
                  + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
              LABELS - 8,
              top + 14,
              Html.escape(bar.label()),
              bar.ours() ? "ours" : "theirs",
              LABELS,
              top,
              length,
              BAR,
              LABELS + length + 6,
              top + 14,
              String.format(Locale.ROOT, format, bar.value())));
    }
    return svg.append("</svg>\n").toString();
  }
}
