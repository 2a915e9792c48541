package reactor.xsk.telemetry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.collector.Nfcapd;
import reactor.xsk.telemetry.collector.PeerNamespace;
import reactor.xsk.telemetry.collector.PrivateNetwork;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.record.RecordTemplate;

/** The example of docs/telemetry.md, with a collector that others wrote. */
@PrivateNetwork
class TelemetryExampleKernelTest {

  record Flow(
      int sourceIPv4Address,
      int destinationIPv4Address,
      short destinationTransportPort,
      byte protocolIdentifier,
      long octetDeltaCount,
      long packetDeltaCount) {}

  static ExportReport export(Flux<Flow> flows, InetSocketAddress collector) {
    try (UdpRoute route = UdpRoute.to(collector);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      IpfixExporter<Flow> exporter =
          IpfixExporter.builder(RecordTemplate.of(Flow.class))
              .maxPayloadBytes(route::maxPayloadBytes)
              .build();
      return exporter
          .export(
              flows,
              messages ->
                  sender.sendWithResults(messages, route.datagrams(TelemetryMessage::writeTo)))
          .block();
    }
  }

  @Test
  void shouldBringFlowsToTheCollector(@TempDir Path directory) {
    try (PeerNamespace peer = new PeerNamespace(directory);
        Nfcapd nfcapd = Nfcapd.startAt(peer, directory, 4739)) {
      Flux<Flow> flows =
          Flux.range(0, 1_000).map(i -> new Flow(i, 1, (short) 443, (byte) 6, 1_000, 1));
      ExportReport report = export(flows, new InetSocketAddress(PeerNamespace.FAR_ADDRESS, 4739));
      assertThat(report.sentRecords()).isEqualTo(1_000);
      assertThat(nfcapd.end()).isEqualTo(new Nfcapd.Summary(1_000, 0, 0));
    }
  }
}
