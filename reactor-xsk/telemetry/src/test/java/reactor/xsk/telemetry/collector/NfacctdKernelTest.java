package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.record.Field;
import reactor.xsk.telemetry.record.RecordTemplate;
import reactor.xsk.telemetry.record.Scope;
import tools.jackson.databind.JsonNode;

/** nfacctd judges records: every value, the count, and the sequence with its checks on. */
@PrivateNetwork
class NfacctdKernelTest {

  private static final int FLOWS = 2_000;
  private static final String SHOWN =
      "src_host,dst_host,src_port,dst_port,in_iface,out_iface,timestamp_start,timestamp_end,flows";

  @TempDir Path directory;

  private Pmacct nfacctd() {
    return Pmacct.nfacctd(directory, SHOWN, "");
  }

  private static <R> ExportReport export(
      Pmacct nfacctd, Exporter<R> exporter, List<R> records, List<Long> dropped) {
    return Objects.requireNonNull(
        exporter
            .export(Flux.fromIterable(records), it -> nfacctd.collector().send(it, dropped))
            .block());
  }

  @Test
  void shouldBringEveryValueOfIpfixToNfacctd() {
    checkEveryValue(
        RandomFlow.ipfix(),
        it ->
            "%s %s %s"
                .formatted(
                    it.text(),
                    millis(it.flowStartMilliseconds()),
                    millis(it.flowEndMilliseconds())),
        it ->
            "%s %s %s"
                .formatted(
                    text(it),
                    it.path("timestamp_start").asString(),
                    it.path("timestamp_end").asString()));
  }

  /** Without the times: nfacctd counts the seconds and the milliseconds of the header apart. */
  @Test
  void shouldBringEveryValueOfNetFlowToNfacctd() {
    checkEveryValue(RandomFlow.netFlow9(), RandomFlow::text, NfacctdKernelTest::text);
  }

  private void checkEveryValue(
      Exporter<RandomFlow> exporter,
      Function<RandomFlow, String> sent,
      Function<JsonNode, String> received) {
    List<RandomFlow> flows = RandomFlow.list(FLOWS);
    try (Pmacct nfacctd = nfacctd()) {
      assertThat(export(nfacctd, exporter, flows, List.of()).sentRecords()).isEqualTo(FLOWS);
      assertThat(nfacctd.flows(FLOWS).stream().map(received))
          .containsExactlyInAnyOrderElementsOf(flows.stream().map(sent).toList());
      assertThat(nfacctd.gaps()).isEmpty();
      assertThat(nfacctd.faults()).isEmpty();
    }
  }

  private static String text(JsonNode flow) {
    return Pmacct.text(flow, "bytes", "packets");
  }

  private static String millis(long epochMs) {
    return "%d.%03d000".formatted(epochMs / 1_000, epochMs % 1_000);
  }

  @Test
  void shouldCloseTheBooksWhereMessagesAreDropped() {
    try (Pmacct nfacctd = nfacctd()) {
      ExportReport report =
          export(nfacctd, RandomFlow.ipfix(), RandomFlow.list(FLOWS), List.of(10L, 11L, 25L));
      long counted =
          nfacctd.flows(report.sentRecords()).stream()
              .mapToLong(it -> it.path("flows").asLong())
              .sum();
      assertThat(report.notSentRecords()).isPositive();
      assertThat(counted + report.notSentRecords()).isEqualTo(report.offeredRecords());
      assertThat(nfacctd.gaps()).as("10 and 11, 25").hasSize(2);
      assertThat(nfacctd.gaps().stream().mapToLong(it -> it).sum())
          .as("records in the gaps")
          .isEqualTo(report.notSentRecords());
    }
  }

  record Name(@Scope int ingressInterface, @Field(sizeBytes = 32) String interfaceName) {}

  /** nfacctd counts options records in the sequence, as RFC 7011 asks. */
  @Test
  void shouldNumberOptionsRecordsInTheDomainOfTheData() {
    Exporter<Record> exporter =
        IpfixExporter.<Record>builder()
            .template(RecordTemplate.of(RandomFlow.class))
            .template(RecordTemplate.of(Name.class))
            .observationDomain(9)
            .optionsDomain(9)
            .maxPayloadBytes(() -> 1_400)
            .pace(2_000, 16)
            .build();
    List<Record> records =
        RandomFlow.list(FLOWS).stream()
            .<Record>mapMulti(
                (flow, sink) -> {
                  sink.accept(flow);
                  if (flow.sourceTransportPort() % 7 == 0) {
                    sink.accept(new Name(flow.ingressInterface(), "interface"));
                  }
                })
            .toList();
    try (Pmacct nfacctd = nfacctd()) {
      export(nfacctd, exporter, records, List.of());
      assertThat(nfacctd.flows(FLOWS)).hasSize(FLOWS);
      assertThat(nfacctd.gaps()).isEmpty();
      assertThat(nfacctd.faults()).isEmpty();
    }
  }

  @Test
  void shouldServeTwoExportersOnOneAddress() {
    List<RandomFlow> flows = RandomFlow.list(FLOWS);
    Exporter<RandomFlow> one = RandomFlow.ipfix();
    Exporter<RandomFlow> other = RandomFlow.ipfix();
    try (Pmacct nfacctd = nfacctd()) {
      Flux.merge(
              one.export(Flux.fromIterable(flows), it -> nfacctd.collector().send(it, List.of())),
              other.export(Flux.fromIterable(flows), it -> nfacctd.collector().send(it, List.of())))
          .blockLast();
      nfacctd.flows(2 * FLOWS);
      assertThat(nfacctd.countedFlows()).isEqualTo(2 * FLOWS);
      assertThat(nfacctd.gaps()).isEmpty();
      assertThat(nfacctd.faults()).isEmpty();
    }
  }
}
