package reactor.xsk.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists the meters that there are. */
class MetricsDocumentTest {

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `(reactor\\.xsk[a-z.]*)` \\| (counter|gauge) \\|[^|]*\\| ?([a-z]*)");

  @Test
  void shouldListEveryMeterWithItsTypeAndUnit() throws IOException {
    Set<String> listed =
        ROW.matcher(Files.readString(Path.of("../../docs/metrics.md")))
            .results()
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> meters =
        Arrays.stream(XskMeter.values())
            .map(MetricsDocumentTest::rowOf)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed).isEqualTo(meters);
  }

  private static String rowOf(XskMeter meter) {
    String unit = meter.unit() == null ? "" : meter.unit();
    return meter.meterName() + " " + (meter.isGauge() ? "gauge" : "counter") + " " + unit;
  }
}
