package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.record.Field;
import reactor.xsk.telemetry.record.RecordTemplate;
import reactor.xsk.telemetry.record.Scope;

/** No burst that a receive buffer of Linux' default size loses, options and templates included. */
@PrivateNetwork
class DefaultBufferKernelTest {

  private static final int PORT = 4739;
  private static final int OPTIONS_RECORDS = 10_000;

  /** rmem_default, 212,992, holds so many datagrams of an Ethernet frame, by their truesize. */
  private static final int DEFAULT_BUFFER_DATAGRAMS = 92;

  private static final int RECEIVED_PER_SECOND = 50_000;
  private static final int MOST_EXPORTS = 40;

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final InetSocketAddress COLLECTOR =
      new InetSocketAddress(PeerNamespace.FAR_ADDRESS, PORT);

  @TempDir Path directory;

  record Name(@Scope int ingressInterface, @Field(sizeBytes = 32) String interfaceName) {}

  private static ExportReport exportNames(UdpRoute route, XskSender sender) {
    ExportReport report =
        nameExporter()
            .export(
                names(),
                messages ->
                    sender.sendWithResults(messages, route.datagrams(TelemetryMessage::writeTo)))
            .block(SOON);
    return Objects.requireNonNull(report);
  }

  private static Exporter<Name> nameExporter() {
    return IpfixExporter.builder(RecordTemplate.of(Name.class))
        .maxPayloadBytes(() -> 80) // a record a message
        .build();
  }

  private static Flux<Name> names() {
    return Flux.range(0, OPTIONS_RECORDS).map(i -> new Name(i, "interface " + i));
  }

  /**
   * A receiver that reads 50,000 datagrams a second, computed from the times at which they arrive:
   * a busy machine stops a real one for longer than a buffer lasts.
   */
  @Test
  void shouldSendNoBurstOfOptionsRecordsThatADefaultReceiveBufferLoses() {
    try (PeerNamespace peer = new PeerNamespace(directory);
        LiveTshark tshark = LiveTshark.startAt(peer, directory, PORT);
        UdpRoute route = UdpRoute.to(COLLECTOR);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      ExportReport report = exportNames(route, sender);
      assertThat(report.sentRecords()).isEqualTo(OPTIONS_RECORDS);
      List<String> arrivals =
          tshark.captureAfter(report).lines("-T", "fields", "-e", "frame.time_relative");
      assertThat(arrivals).hasSizeGreaterThan(OPTIONS_RECORDS);
      assertThat(mostWaiting(arrivals.stream().map(Double::valueOf).toList()))
          .isLessThan(DEFAULT_BUFFER_DATAGRAMS);
    }
  }

  private static double mostWaiting(List<Double> timesSeconds) {
    double waiting = 0;
    double most = 0;
    double before = 0;
    for (double time : timesSeconds) {
      waiting = 1 + Math.max(0, waiting - (time - before) * RECEIVED_PER_SECOND);
      before = time;
      most = Math.max(most, waiting);
    }
    return most;
  }

  /**
   * The same with a real receiver and the kernel's counter. An export during which the machine did
   * not let the receiver read says nothing, and is done again.
   */
  @Test
  @EnabledIfSystemProperty(
      named = "xsk.quiet",
      matches = "true",
      disabledReason = "the receiver has to keep its rate: give -Dxsk.quiet=true where it does")
  void shouldLoseNoOptionsRecordInADefaultReceiveBuffer() {
    try (PeerNamespace peer = new PeerNamespace(directory);
        Collector receiver = peer.startJava(PacedReceiver.class, PORT, "" + RECEIVED_PER_SECOND);
        UdpRoute route = UdpRoute.to(COLLECTOR);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      boolean kept = false;
      for (int i = 0; i < MOST_EXPORTS && !kept; i++) {
        long lostBefore = peer.udp("RcvbufErrors");
        long startNs = System.nanoTime();
        exportNames(peer, route, sender);
        long endNs = System.nanoTime();
        long lost = peer.udp("RcvbufErrors") - lostBefore;
        List<PacedReceiver.Stall> stalls =
            receiver
                .log()
                .lines()
                .map(PacedReceiver.Stall::parse)
                .filter(it -> it.isWithin(startNs, endNs))
                .toList();
        System.out.printf(
            "%,d options records to a receiver of %,d a second: %d lost; it was stopped for"
                + " %,d µs at most%n",
            OPTIONS_RECORDS,
            RECEIVED_PER_SECOND,
            lost,
            stalls.stream().mapToLong(it -> it.toNs() - it.fromNs()).max().orElse(0) / 1_000);
        kept = stalls.isEmpty();
        assertThat(kept ? lost : 0).as("RcvbufErrors").isZero();
      }
      assertThat(kept)
          .as("an export of %d during which the machine let the receiver read", MOST_EXPORTS)
          .isTrue();
    }
  }

  /** Returns when the kernel has seen every message of the export. */
  private static void exportNames(PeerNamespace peer, UdpRoute route, XskSender sender) {
    long before = peer.udp("InDatagrams") + peer.udp("RcvbufErrors");
    ExportReport report = exportNames(route, sender);
    assertThat(report.sentRecords()).isEqualTo(OPTIONS_RECORDS);
    Collector.await(
        "all has come",
        () -> peer.udp("InDatagrams") + peer.udp("RcvbufErrors") - before >= report.sentMessages());
  }
}
