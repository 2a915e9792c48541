package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
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

/** Exports along a route of the kernel to another machine: its MTU, and its receive buffer. */
@PrivateNetwork
class RoutedExportKernelTest {

  private static final int PORT = 4739;
  private static final int IP_AND_UDP_BYTES = 28;
  private static final int OPTIONS_RECORDS = 10_000;

  /** rmem_default, 212,992, holds so many datagrams of an Ethernet frame, by their truesize. */
  private static final int DEFAULT_BUFFER_DATAGRAMS = 92;

  private static final int RECEIVED_PER_SECOND = 50_000;
  private static final int MOST_EXPORTS = 40;

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final InetSocketAddress COLLECTOR =
      new InetSocketAddress(PeerNamespace.FAR_ADDRESS, PORT);

  @TempDir Path directory;

  record Flow(
      int sourceIPv4Address,
      int destinationIPv4Address,
      long octetDeltaCount,
      long packetDeltaCount,
      long flowStartMilliseconds,
      long flowEndMilliseconds) {

    static final int BYTES = 40;

    static Flow of(long number) {
      long nowMs = System.currentTimeMillis();
      return new Flow((int) number, 1, number, 1, nowMs, nowMs);
    }
  }

  record Name(@Scope int ingressInterface, @Field(sizeBytes = 32) String interfaceName) {}

  private static <R> Mono<ExportReport> export(
      Exporter<R> exporter, Flux<R> records, UdpRoute route, XskSender sender) {
    return exporter.export(
        records,
        messages -> sender.sendWithResults(messages, route.datagrams(TelemetryMessage::writeTo)));
  }

  private static XskSender senderOn(String interfaceName) {
    return XskSender.create(XskConfig.builder(interfaceName).build());
  }

  private static Exporter<Flow> flowExporter(UdpRoute route) {
    return IpfixExporter.builder(RecordTemplate.of(Flow.class))
        .maxPayloadBytes(route::maxPayloadBytes)
        .pace(1_000, 16)
        .build();
  }

  @Test
  void shouldFollowTheMtuOfTheRouteUnderLoadWithoutAFragment() throws Exception {
    try (PeerNamespace peer = new PeerNamespace(directory);
        LiveTshark tshark = LiveTshark.startAt(peer, directory, PORT);
        UdpRoute route = UdpRoute.to(COLLECTOR);
        XskSender sender = senderOn(route.interfaceName())) {
      Exporter<Flow> exporter = flowExporter(route);
      Sinks.Empty<Void> stop = Sinks.empty();
      Flux<Flow> flows = Flux.range(0, Integer.MAX_VALUE).map(Flow::of);
      CompletableFuture<ExportReport> export =
          export(exporter, flows.takeUntilOther(stop.asMono()), route, sender)
              .subscribeOn(Schedulers.boundedElastic())
              .toFuture();
      awaitMessages(exporter, 100);
      for (int mtu : List.of(1_300, 576, 1_500)) {
        peer.ip("route", "replace", "10.79.0.0/24", "dev", PeerNamespace.NEAR, "mtu", "" + mtu);
        Collector.await("MTU " + mtu, () -> route.maxPayloadBytes() == mtu - IP_AND_UDP_BYTES);
        awaitMessages(exporter, 100);
      }
      stop.tryEmitEmpty();
      ExportReport report = export.get(60, TimeUnit.SECONDS);
      Tshark captured = tshark.captureAfter(report);

      assertThat(captured.count("ip.flags.mf == 1 || ip.frag_offset > 0")).isZero();
      assertThat(mtus(captured)).containsExactly(1_500, 1_300, 576, 1_500);
      assertThat(captured.flowRecords() + report.notSentRecords())
          .isEqualTo(report.offeredRecords());
    }
  }

  private static void awaitMessages(Exporter<?> exporter, long more) {
    long enough = exporter.report().sentMessages() + more;
    Collector.await(more + " messages", () -> exporter.report().sentMessages() >= enough);
  }

  /**
   * The MTUs that at least two packets in a row fill to less than one record, in the order in which
   * they come: the last message of a stream may have any length.
   */
  private static List<Integer> mtus(Tshark captured) {
    List<Integer> mtus = new ArrayList<>();
    int before = 0;
    for (String line : captured.lines("-T", "fields", "-e", "ip.len")) {
      int length = Integer.parseInt(line);
      int filled =
          IntStream.of(576, 1_300, 1_500)
              .filter(mtu -> length <= mtu && length > mtu - Flow.BYTES)
              .findFirst()
              .orElse(0);
      if (filled > 0 && filled == before && (mtus.isEmpty() || mtus.getLast() != filled)) {
        mtus.add(filled);
      }
      before = filled;
    }
    return mtus;
  }

  /** A route knows its MTU when the next hop has answered. */
  @Test
  void shouldKeepTo512OctetsUntilTheRouteIsKnown() {
    try (PeerNamespace peer = new PeerNamespace(directory).withArp(false);
        LiveTshark tshark = LiveTshark.startAt(peer, directory, PORT);
        UdpRoute route = UdpRoute.to(COLLECTOR);
        XskSender sender = senderOn(route.interfaceName())) {
      Exporter<Flow> exporter = flowExporter(route);
      CompletableFuture<ExportReport> export =
          export(exporter, Flux.range(0, 20_000).map(Flow::of), route, sender)
              .subscribeOn(Schedulers.boundedElastic())
              .toFuture();
      Collector.await("packed", () -> exporter.report().offeredRecords() > 0);
      peer.withArp(true);
      ExportReport report = Objects.requireNonNull(Mono.fromFuture(export).block(SOON));
      List<Integer> payloads =
          tshark.captureAfter(report).lines("-T", "fields", "-e", "udp.length").stream()
              .map(it -> Integer.parseInt(it) - 8)
              .toList();
      assertThat(report.isClean()).isTrue();
      assertThat(payloads.stream().filter(it -> it > 512 - Flow.BYTES).findFirst().orElse(0))
          .as("the first full message")
          .isLessThanOrEqualTo(512);
      assertThat(payloads).as("once the MTU is known").anyMatch(it -> it > 1_472 - Flow.BYTES);
    }
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
        XskSender sender = senderOn(route.interfaceName())) {
      ExportReport report =
          Objects.requireNonNull(export(nameExporter(), names(), route, sender).block(SOON));
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
        XskSender sender = senderOn(route.interfaceName())) {
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
    ExportReport report =
        Objects.requireNonNull(export(nameExporter(), names(), route, sender).block(SOON));
    assertThat(report.sentRecords()).isEqualTo(OPTIONS_RECORDS);
    Collector.await(
        "all has come",
        () -> peer.udp("InDatagrams") + peer.udp("RcvbufErrors") - before >= report.sentMessages());
  }
}
