package reactor.xsk.telemetry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.ipfix.IpfixExporterBuilder;

class ExporterBuilderTest {

  @Test
  void shouldRefuseSettingsThatAreOutOfRange() {
    IpfixExporterBuilder<Object> builder = IpfixExporter.builder();
    refuses(() -> builder.pace(-1, 1), "messagesPerSecond = -1");
    refuses(() -> builder.pace(1, 0), "burst = 0");
    refuses(() -> builder.maxDelay(Duration.ofHours(2)), "maxDelay");
    refuses(() -> builder.prefetch(0), "prefetch = 0");
    refuses(() -> builder.observationDomain(0), "observationDomain = 0");
    refuses(() -> builder.templateRefresh(Duration.ofMillis(10), 1), "templateRefresh");
    refuses(() -> builder.templateCopies(11), "1 to 10");
    refuses(builder::build, "at least one template");
  }

  private static void refuses(Runnable setting, String message) {
    assertThatThrownBy(setting::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
