package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import tools.jackson.databind.JsonNode;

/** nfcapd judges flow records: every value, the count, and the sequence. */
@PrivateNetwork
class FlowsKernelTest {

  private static final int FLOWS = 2_000;

  @TempDir Path directory;

  @Test
  void shouldBringEveryValueOfIpfixToNfcapd() {
    checkEveryValue(RandomFlow.ipfix());
  }

  @Test
  void shouldBringEveryValueOfNetFlowToNfcapd() {
    checkEveryValue(RandomFlow.netFlow9());
  }

  private void checkEveryValue(Exporter<RandomFlow> exporter) {
    List<RandomFlow> flows = RandomFlow.list(FLOWS);
    try (Nfcapd nfcapd = Nfcapd.start(directory, 2055)) {
      ExportReport report = export(nfcapd, exporter, flows, List.of());
      assertThat(report.sentRecords()).isEqualTo(FLOWS);
      Nfcapd.Summary summary = nfcapd.end();
      assertThat(summary).isEqualTo(new Nfcapd.Summary(FLOWS, 0, 0));
      List<JsonNode> stored = nfcapd.flows();
      assertThat(stored).hasSize(FLOWS);
      for (int i = 0; i < FLOWS; i++) {
        assertThat(text(stored.get(i))).isEqualTo(flows.get(i).text());
      }
    }
  }

  private static ExportReport export(
      Nfcapd nfcapd, Exporter<RandomFlow> exporter, List<RandomFlow> flows, List<Long> dropped) {
    return Objects.requireNonNull(
        exporter
            .export(Flux.fromIterable(flows), it -> nfcapd.collector().send(it, dropped))
            .block());
  }

  private static String text(JsonNode flow) {
    return String.join(
        " ",
        flow.path("src4_addr").asString(),
        flow.path("dst4_addr").asString(),
        flow.path("src_port").asString(),
        flow.path("dst_port").asString(),
        flow.path("input_snmp").asString(),
        flow.path("output_snmp").asString(),
        flow.path("in_bytes").asString(),
        flow.path("in_packets").asString());
  }

  @Test
  void shouldCloseTheBooksWhereMessagesAreDropped() {
    Exporter<RandomFlow> exporter = RandomFlow.ipfix();
    try (Nfcapd nfcapd = Nfcapd.start(directory, 2055)) {
      ExportReport report =
          export(nfcapd, exporter, RandomFlow.list(FLOWS), List.of(10L, 11L, 25L));
      Nfcapd.Summary summary = nfcapd.end();
      assertThat(report.notSentRecords()).isPositive();
      assertThat(summary.flows()).isEqualTo(report.sentRecords());
      assertThat(summary.flows() + report.notSentRecords()).isEqualTo(report.offeredRecords());
      assertThat(summary.sequenceErrors()).as("gaps: 10 and 11, 25").isEqualTo(2);
    }
  }

  @Test
  void shouldServeTwoExportersOnOneAddress() {
    try (Nfcapd nfcapd = Nfcapd.start(directory, 2055)) {
      Exporter<RandomFlow> one = RandomFlow.ipfix();
      Exporter<RandomFlow> other = RandomFlow.ipfix();
      List<RandomFlow> flows = RandomFlow.list(FLOWS);
      Flux.merge(
              one.export(Flux.fromIterable(flows), it -> nfcapd.collector().send(it, List.of())),
              other.export(Flux.fromIterable(flows), it -> nfcapd.collector().send(it, List.of())))
          .blockLast();
      assertThat(nfcapd.end()).isEqualTo(new Nfcapd.Summary(2 * FLOWS, 0, 0));
    }
  }
}
