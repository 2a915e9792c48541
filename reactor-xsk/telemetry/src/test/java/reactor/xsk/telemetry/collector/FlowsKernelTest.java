package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.netflow.NetFlow9Exporter;
import reactor.xsk.telemetry.record.RecordTemplate;
import tools.jackson.databind.JsonNode;

/** nfcapd judges flow records: every value, the count, and the sequence. */
@PrivateNetwork
class FlowsKernelTest {

  private static final int FLOWS = 2_000;

  @TempDir Path directory;

  record Flow(
      int sourceIPv4Address,
      int destinationIPv4Address,
      int sourceTransportPort,
      int destinationTransportPort,
      byte protocolIdentifier,
      int ingressInterface,
      int egressInterface,
      long octetDeltaCount,
      long packetDeltaCount,
      long flowStartMilliseconds,
      long flowEndMilliseconds) {

    static Flow random(SplittableRandom random, long nowMs) {
      long startMs = nowMs - random.nextInt(60_000);
      return new Flow(
          random.nextInt(),
          random.nextInt(),
          random.nextInt(65_536),
          random.nextInt(65_536),
          (byte) 17,
          random.nextInt(65_536),
          random.nextInt(65_536),
          random.nextLong(1, 1L << 40),
          random.nextLong(1, 1L << 40),
          startMs,
          startMs + random.nextInt(60_000));
    }
  }

  private static List<Flow> flows() {
    SplittableRandom random = new SplittableRandom(7);
    long nowMs = System.currentTimeMillis();
    return IntStream.range(0, FLOWS).mapToObj(i -> Flow.random(random, nowMs)).toList();
  }

  private static Exporter<Flow> ipfix() {
    return IpfixExporter.builder(RecordTemplate.of(Flow.class))
        .maxPayloadBytes(() -> 1_400)
        .pace(2_000, 16)
        .build();
  }

  private static Exporter<Flow> netFlow9() {
    return NetFlow9Exporter.builder(RecordTemplate.of(Flow.class))
        .maxPayloadBytes(() -> 1_400)
        .pace(2_000, 16)
        .build();
  }

  @Test
  void shouldBringEveryValueOfIpfixToNfcapd() {
    checkEveryValue(ipfix());
  }

  @Test
  void shouldBringEveryValueOfNetFlowToNfcapd() {
    checkEveryValue(netFlow9());
  }

  private void checkEveryValue(Exporter<Flow> exporter) {
    List<Flow> flows = flows();
    try (Nfcapd nfcapd = Nfcapd.start(directory, 2055)) {
      ExportReport report = export(nfcapd, exporter, flows, List.of());
      assertThat(report.sentRecords()).isEqualTo(FLOWS);
      Nfcapd.Summary summary = nfcapd.end();
      assertThat(summary).isEqualTo(new Nfcapd.Summary(FLOWS, 0, 0));
      List<JsonNode> stored = nfcapd.flows();
      assertThat(stored).hasSize(FLOWS);
      for (int i = 0; i < FLOWS; i++) {
        assertThat(text(stored.get(i))).isEqualTo(text(flows.get(i)));
      }
    }
  }

  private static ExportReport export(
      Nfcapd nfcapd, Exporter<Flow> exporter, List<Flow> flows, List<Long> dropped) {
    return Objects.requireNonNull(
        exporter
            .export(Flux.fromIterable(flows), it -> nfcapd.collector().send(it, dropped))
            .block());
  }

  private static String text(Flow flow) {
    return String.join(
        " ",
        address(flow.sourceIPv4Address),
        address(flow.destinationIPv4Address),
        "" + flow.sourceTransportPort,
        "" + flow.destinationTransportPort,
        "" + flow.ingressInterface,
        "" + flow.egressInterface,
        "" + flow.octetDeltaCount,
        "" + flow.packetDeltaCount);
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

  private static String address(int value) {
    byte[] octets = {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
    try {
      return InetAddress.getByAddress(octets).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldCloseTheBooksWhereMessagesAreDropped() {
    Exporter<Flow> exporter = ipfix();
    try (Nfcapd nfcapd = Nfcapd.start(directory, 2055)) {
      ExportReport report = export(nfcapd, exporter, flows(), List.of(10L, 11L, 25L));
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
      Exporter<Flow> one = ipfix();
      Exporter<Flow> other = ipfix();
      List<Flow> flows = flows();
      Flux.merge(
              one.export(Flux.fromIterable(flows), it -> nfcapd.collector().send(it, List.of())),
              other.export(Flux.fromIterable(flows), it -> nfcapd.collector().send(it, List.of())))
          .blockLast();
      assertThat(nfcapd.end()).isEqualTo(new Nfcapd.Summary(2 * FLOWS, 0, 0));
    }
  }
}
