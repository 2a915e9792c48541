package reactor.xsk.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.ipfix.IpfixExporterBuilder;
import reactor.xsk.telemetry.record.RecordTemplate;

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

  record Octets(long octetTotalCount, long packetTotalCount) {}

  /** A route that was never resolved allows 0. */
  @Test
  void shouldKeepTo512OctetsWhileThePathIsNotKnown() {
    IpfixExporter<Octets> exporter =
        IpfixExporter.builder(RecordTemplate.of(Octets.class)).maxPayloadBytes(() -> 0).build();
    List<TelemetryMessage> messages =
        exporter
            .messages(Flux.range(0, 90).map(i -> new Octets(i, 1)))
            .collectList()
            .blockOptional()
            .orElseThrow();
    assertThat(messages.stream().map(it -> Written.message(it, 512).length))
        .contains(16 + 4 + 30 * 16);
  }

  private static void refuses(Runnable setting, String message) {
    assertThatThrownBy(setting::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
