package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.net.UdpHeaders;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.record.RecordTemplate;

/** Flow records through AF_XDP into nfcapd. */
@PrivateNetwork
class AfXdpFlowsKernelTest {

  private static final int FLOWS = 1_000_000;
  private static final int PORT = 4739;

  /** A quarter of a default receive buffer: what is on its way fits into the rest. */
  private static final long MOST_WAITING_BYTES = 50_000;

  private static final int FLOWS_BETWEEN_LOOKS = 500;

  /** What waits in the sender while the link is down leaves at once when it is back. */
  private static final int MESSAGES_AHEAD = 16;

  private static final int MAX_PAYLOAD_BYTES = 1_472;

  @TempDir Path directory;

  record Flow(
      int sourceIPv4Address,
      int destinationIPv4Address,
      short sourceTransportPort,
      short destinationTransportPort,
      byte protocolIdentifier,
      long octetDeltaCount,
      long packetDeltaCount,
      long flowStartMilliseconds,
      long flowEndMilliseconds) {}

  private final LongAdder octets = new LongAdder();
  private final LongAdder packets = new LongAdder();

  private Flow flow(int number) {
    long nowMs = System.currentTimeMillis();
    int packetCount = 1 + number % 1_000;
    long octetCount = packetCount * (40L + number % 1_460);
    octets.add(octetCount);
    packets.add(packetCount);
    return new Flow(
        0x0a000000 + number,
        0x0b000001,
        (short) number,
        (short) 443,
        (byte) 6,
        octetCount,
        packetCount,
        nowMs - 1_000,
        nowMs);
  }

  /** Flows on a thread of their own, which waits where the collector does not keep up. */
  private Flux<Flow> flows(int count) {
    return Flux.range(0, count)
        .doOnNext(AfXdpFlowsKernelTest::waitForTheCollector)
        .map(this::flow)
        .subscribeOn(Schedulers.newSingle("flows", true));
  }

  private static void waitForTheCollector(int number) {
    if (number % FLOWS_BETWEEN_LOOKS == 0) {
      Collector.await(
          "the collector reads", () -> ReceiveQueue.of(PORT).waitingBytes() < MOST_WAITING_BYTES);
    }
  }

  @Test
  void shouldBringAMillionFlowsToNfcapd() {
    try (VethLink link = new VethLink(directory);
        Nfcapd nfcapd = Nfcapd.start(directory, VethLink.FAR_ADDRESS, PORT)) {
      ExportReport report = export(link, exporter(), flows(FLOWS));
      waitUntilAllIsRead();
      Nfcapd.Summary summary = nfcapd.end();

      assertThat(report.sentRecords()).isEqualTo(FLOWS);
      assertThat(summary).isEqualTo(new Nfcapd.Summary(FLOWS, 0, 0));
      String stored = nfcapd.nfdump("-I");
      assertThat(number(stored, "Bytes")).isEqualTo(octets.sum());
      assertThat(number(stored, "Packets")).isEqualTo(packets.sum());
    }
  }

  @Test
  void shouldCloseTheBooksOfNfcapdWhereThePeerStopsTaking() {
    checkBooks(() -> Nfcapd.start(directory, VethLink.FAR_ADDRESS, PORT));
  }

  @Test
  void shouldCloseTheBooksOfNfacctdWhereThePeerStopsTaking() {
    checkBooks(
        () -> Pmacct.nfacctd(directory, VethLink.FAR_ADDRESS, PORT, "src_host,src_port,flows", ""));
  }

  /** tshark reads the interface; the socket behind it is there so that no ICMP error comes back. */
  @Test
  void shouldCloseTheBooksOfTsharkWhereThePeerStopsTaking() {
    checkBooks(
        () -> {
          Nfcapd receiver = Nfcapd.start(directory, VethLink.FAR_ADDRESS, PORT);
          return new LiveTshark(directory, VethLink.FAR, PORT) {
            @Override
            public void close() {
              super.close();
              receiver.close();
            }
          };
        });
  }

  private void checkBooks(Supplier<RecordCounter> start) {
    try (VethLink link = new VethLink(directory);
        RecordCounter collector = start.get()) {
      IpfixExporter<Flow> exporter = exporter();
      Flux<Flow> flows = Flux.concat(flows(20_000), outage(link, exporter).thenMany(flows(21_000)));
      ExportReport report = export(link, exporter, flows);
      waitUntilAllIsRead();
      long counted = collector.endAfter(report);

      assertThat(report.offeredRecords()).isEqualTo(41_000);
      assertThat(report.notSentRecords()).as("not sent, reported").isPositive();
      assertThat(counted).isEqualTo(report.sentRecords());
      assertThat(counted + report.notSentRecords()).isEqualTo(report.offeredRecords());
    }
  }

  /** Takes the far end down, and brings it back when the exporter knows of a loss. */
  private static Mono<Void> outage(VethLink link, IpfixExporter<Flow> exporter) {
    Runnable untilLoss =
        () -> {
          Collector.await("a loss", () -> exporter.report().notSentRecords() > 0);
          link.farEnd(true);
        };
    return Mono.delay(Duration.ofMillis(1_000)) // what was packed leaves before: maxDelay is 500 ms
        .publishOn(Schedulers.boundedElastic())
        .doOnNext(tick -> link.farEnd(false))
        .doOnNext(tick -> Schedulers.boundedElastic().schedule(untilLoss))
        .then();
  }

  private static IpfixExporter<Flow> exporter() {
    return IpfixExporter.builder(RecordTemplate.of(Flow.class))
        .maxPayloadBytes(() -> MAX_PAYLOAD_BYTES)
        .build();
  }

  private static ExportReport export(
      VethLink link, IpfixExporter<Flow> exporter, Flux<Flow> flows) {
    try (XskSender sender =
        XskSender.create(
            XskConfig.builder(VethLink.NEAR).mode(XskMode.COPY).prefetch(MESSAGES_AHEAD).build())) {
      UdpHeaders headers =
          UdpHeaders.builder(
                  new InetSocketAddress(VethLink.NEAR_ADDRESS, 50_000),
                  new InetSocketAddress(VethLink.FAR_ADDRESS, PORT))
              .ethernet(link.macOf(VethLink.NEAR), link.macOf(VethLink.FAR))
              .build();
      return Objects.requireNonNull(
          exporter
              .export(
                  flows,
                  messages ->
                      sender.sendWithResults(
                          messages, headers.datagrams(TelemetryMessage::writeTo)))
              .block(Duration.ofMinutes(10)));
    }
  }

  private static void waitUntilAllIsRead() {
    Collector.await("the collector has read all", () -> ReceiveQueue.of(PORT).waitingBytes() == 0);
    assertThat(ReceiveQueue.of(PORT).drops()).as("datagrams that found no room").isZero();
  }

  private static long number(String statistics, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)").matcher(statistics);
    assertThat(line.find()).as(name + " in " + statistics).isTrue();
    return Long.parseLong(line.group(1));
  }
}
