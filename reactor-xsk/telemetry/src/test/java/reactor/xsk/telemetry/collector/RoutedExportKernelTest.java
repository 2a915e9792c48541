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
import reactor.xsk.telemetry.record.RecordTemplate;

/** Exports along a route of the kernel to another machine, and follows its MTU. */
@PrivateNetwork
class RoutedExportKernelTest {

  private static final int PORT = 4739;
  private static final int IP_AND_UDP_BYTES = 28;

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

  /** What was packed for the path as it was is not sent in fragments, and is counted. */
  @Test
  void shouldCloseTheBooksWhereTheMtuFallsBehindPackedMessages() {
    try (PeerNamespace peer = new PeerNamespace(directory);
        LiveTshark tshark = LiveTshark.startAt(peer, directory, PORT);
        UdpRoute route = UdpRoute.to(COLLECTOR);
        XskSender sender = senderOn(route.interfaceName())) {
      Collector.await("a path", () -> route.maxPayloadBytes() == 1_500 - IP_AND_UDP_BYTES);
      Exporter<Flow> exporter = flowExporter(route);
      Sinks.Empty<Void> fallen = Sinks.empty();
      CompletableFuture<ExportReport> export =
          exporter
              .export(
                  Flux.range(0, 4_000).map(Flow::of),
                  messages ->
                      sender.sendWithResults(
                          messages.flatMapSequential(it -> fallen.asMono().thenReturn(it)),
                          route.datagrams(TelemetryMessage::writeTo)))
              .toFuture();
      Collector.await("packed messages", () -> exporter.report().offeredRecords() > 100);
      peer.ip("route", "replace", "10.79.0.0/24", "dev", PeerNamespace.NEAR, "mtu", "576");
      Collector.await("the new MTU", () -> route.maxPayloadBytes() == 576 - IP_AND_UDP_BYTES);
      fallen.tryEmitEmpty();
      ExportReport report = Objects.requireNonNull(Mono.fromFuture(export).block(SOON));
      Tshark captured = tshark.captureAfter(report);

      assertThat(report.notSentRecords()).isPositive();
      assertThat(report.sentRecords()).isPositive();
      assertThat(captured.flowRecords()).isEqualTo(report.sentRecords());
      assertThat(report.sentRecords() + report.notSentRecords()).isEqualTo(4_000);
      assertThat(captured.count("ip.len > 576 || ip.flags.mf == 1")).isZero();
      assertThat(captured.count("cflow.unexpected_sequence_number"))
          .as("gaps: what was not written has no number")
          .isZero();
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
}
