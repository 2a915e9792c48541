package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.Written;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.ipfix.IpfixExporterBuilder;
import reactor.xsk.telemetry.record.Field;
import reactor.xsk.telemetry.record.RecordTemplate;
import reactor.xsk.telemetry.record.Scope;

class IpfixTsharkTest {

  private static final int MAX_BYTES = 1_400;
  private static final String FAULTS = "_ws.malformed || _ws.expert.severity >= \"Warning\"";
  private static final String GAPS = "cflow.unexpected_sequence_number";

  @TempDir Path directory;

  record Flow(int sourceIPv4Address, int destinationIPv4Address, long octetDeltaCount) {}

  record Name(@Scope int ingressInterface, String interfaceName) {}

  record Cpu(@Field(enterprise = 32473, id = 1) long cpuUser) {}

  private static IpfixExporterBuilder<Object> exporter() {
    return IpfixExporter.builder()
        .template(RecordTemplate.of(Flow.class))
        .template(RecordTemplate.of(Name.class))
        .template(RecordTemplate.of(Cpu.class))
        .pace(0, 1)
        .templateRefresh(Duration.ofSeconds(30), 5)
        .maxPayloadBytes(() -> MAX_BYTES);
  }

  private static Flux<Object> records() {
    Flux<Object> flows = Flux.range(0, 2_000).map(i -> new Flow(0x0a000000 + i, 0x0b000000, i));
    Flux<Object> names = Flux.range(0, 10).map(i -> new Name(i, "interface " + i));
    Flux<Object> cpus = Flux.range(0, 10).map(Cpu::new);
    return Flux.concat(flows, names, flows, cpus, flows);
  }

  private Tshark captured(IpfixExporter<Object> exporter, Predicate<Integer> isDropped) {
    Capture capture = new Capture(4739);
    List<TelemetryMessage> messages = exporter.messages(records()).collectList().block();
    IntStream.range(0, messages.size())
        .forEach(
            i -> {
              byte[] octets = Written.message(messages.get(i), MAX_BYTES);
              if (!isDropped.test(i)) {
                capture.add(octets);
              }
            });
    return new Tshark(directory, capture);
  }

  @Test
  void shouldSendWhatTsharkReadsWithoutAMark() {
    Tshark tshark = captured(exporter().build(), i -> false);
    assertThat(tshark.lines("-Y", FAULTS)).isEmpty();
    assertThat(tshark.lines("-Y", GAPS)).isEmpty();
    assertThat(tshark.count("cflow")).isEqualTo(tshark.lines().size());
    assertThat(tshark.count("udp.checksum.status != \"Good\"")).isZero();
  }

  @Test
  void shouldNumberOptionsRecordsInTheSameDomainAsTsharkDoes() {
    Tshark tshark = captured(exporter().observationDomain(5).optionsDomain(5).build(), i -> false);
    assertThat(tshark.lines("-Y", FAULTS)).isEmpty();
    assertThat(tshark.lines("-Y", GAPS)).isEmpty();
  }

  @Test
  void shouldShowOneGapOfTheRightSizeForADroppedMessage() {
    Tshark tshark = captured(exporter().build(), i -> i == 16);
    List<String> gaps =
        tshark.lines(
            "-Y",
            GAPS,
            "-T",
            "fields",
            "-e",
            "cflow.sequence",
            "-e",
            "cflow.sequence_analysis.expected_sn");
    assertThat(gaps).hasSize(1);
    String[] numbers = gaps.getFirst().split("\t");
    int recordsOfAMessage = (MAX_BYTES - 20) / 16;
    assertThat(Long.parseLong(numbers[0]) - Long.parseLong(numbers[1]))
        .isEqualTo(recordsOfAMessage);
  }

  @Test
  void shouldNameElementsOfEnterprises() {
    Tshark tshark = captured(exporter().build(), i -> false);
    assertThat(tshark.lines("-V")).anyMatch(line -> line.contains("cpuUser"));
  }
}
