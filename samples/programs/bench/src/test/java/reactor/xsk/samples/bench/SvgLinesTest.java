package reactor.xsk.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.xsk.samples.bench.SvgLines.Line;

class SvgLinesTest {

  private static String draw(Line... lines) {
    return SvgLines.draw("a < b", "%.0f", "packets", List.of(1, 4, 16), List.of(lines));
  }

  @Test
  void shouldDrawTheGreatestValueAtTheTopAndZeroAtTheBottom() {
    assertThat(draw(new Line("ours", List.of(0.0, 5.0, 10.0))))
        .contains("points=\"70.0,218.0 355.0,116.0 640.0,14.0\"");
  }

  @Test
  void shouldLeaveOutWhatWasNotMeasured() {
    assertThat(draw(new Line("ours", List.of(10.0, Double.NaN, 10.0))))
        .contains("points=\"70.0,14.0 640.0,14.0\"");
  }

  @Test
  void shouldScaleAllLinesAlike() {
    assertThat(
            draw(new Line("a", List.of(5.0, 5.0, 5.0)), new Line("b", List.of(10.0, 10.0, 10.0))))
        .contains("class=\"line line0\" points=\"70.0,116.0")
        .contains("class=\"line line1\" points=\"70.0,14.0");
  }

  @Test
  void shouldEscapeItsTexts() {
    assertThat(draw(new Line("x & y", List.of(1.0, 1.0, 1.0))))
        .contains("<title>a &lt; b</title>")
        .contains(">x &amp; y</text>");
  }
}
