package reactor.xsk.telemetry.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.telemetry.Written.u16;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.FakeTime;
import reactor.xsk.telemetry.Hex;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.Written;
import reactor.xsk.telemetry.record.RecordTemplate;

/** Offered = sent + not sent, whatever becomes of the messages. */
class IpfixAccountTest {

  private final FakeTime time = new FakeTime(Instant.ofEpochSecond(0x6927ca9eL));
  private final List<byte[]> sent = new ArrayList<>();

  record Flow(long octetDeltaCount, long packetDeltaCount) {}

  private final IpfixExporter<Flow> exporter =
      IpfixExporter.builder(RecordTemplate.of(Flow.class))
          .observationDomain(7)
          .templateCopies(1)
          .clock(time.clock())
          .scheduler(time.scheduler())
          .build();

  @AfterEach
  void shutDown() {
    time.scheduler().dispose();
  }

  /** Drops data messages, from the first on. */
  private Flux<SendResult<TelemetryMessage>> send(Flux<TelemetryMessage> messages, int dropped) {
    return messages.index(
        (index, message) -> {
          byte[] octets = Written.message(message, 512);
          boolean data = u16(octets, 16) == 256;
          if (data && index < 2 + dropped) {
            return SendResult.of(message, SendOutcome.DROPPED, new IllegalStateException("EBUSY"));
          }
          sent.add(octets);
          return SendResult.of(message, SendOutcome.COMPLETED, null);
        });
  }

  private static Flux<Flow> flows(int count) {
    return Flux.fromStream(() -> IntStream.range(0, count).mapToObj(i -> new Flow(100, 2)));
  }

  @Test
  void shouldCountAllAsSentWhereNothingIsDropped() {
    ExportReport report = export(flows(100), 0);
    assertThat(report.offeredRecords()).isEqualTo(100);
    assertThat(report.sentRecords()).isEqualTo(100);
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void shouldReportWhatWasDroppedInTheLastRecord() {
    ExportReport report = export(flows(100), 2);
    assertThat(report.notSentRecords()).isEqualTo(60);
    assertThat(report.sentRecords()).isEqualTo(40);
    assertThat(report.notSentOctets()).isEqualTo(6_000);
    assertThat(report.firstFailure()).hasMessageContaining("EBUSY");
    String lossTime = "%016x".formatted(0x6927ca9eL * 1_000);
    assertThat(HexFormat.of().formatHex(sent.getLast()))
        .isEqualTo(
            Hex.flat(
                "000a0040 6927ca9e 00000000 00000008 0101 0030 00000007"
                    + "000000000000003c 0000000000000078 0000000000001770"
                    + lossTime
                    + lossTime));
  }

  @Test
  void shouldReportLossesRegularly() {
    Flux<Flow> endless = flows(100).concatWith(Flux.never());
    exporter.export(endless, it -> send(it, 1)).subscribe();
    time.advance(Duration.ofSeconds(60));
    assertThat(sent.stream().filter(it -> u16(it, 16) == 257)).hasSize(1);
  }

  @Test
  void shouldCountMessagesThatTheTransportDiscards() {
    ExportReport report =
        exporter
            .export(flows(100), messages -> send(messages.filter(it -> it.recordCount() == 0), 0))
            .block();
    assertThat(Objects.requireNonNull(report).notSentRecords()).isEqualTo(100);
  }

  @Test
  void shouldCountARecordThatCannotBeWrittenAsNotSent() {
    record Port(int sourceTransportPort) {}
    IpfixExporter<Port> ports =
        IpfixExporter.builder(RecordTemplate.of(Port.class))
            .clock(time.clock())
            .scheduler(time.scheduler())
            .build();
    ExportReport report =
        ports
            .export(Flux.just(new Port(1), new Port(65_536), new Port(3)), it -> send(it, 0))
            .block();
    assertThat(Objects.requireNonNull(report).sentRecords()).isEqualTo(2);
    assertThat(report.notSentRecords()).isEqualTo(1);
    assertThat(report.firstFailure()).hasMessageContaining("65536");
  }

  @Test
  void shouldSendTheLastReportWhereTheSourceFails() {
    assertThatThrownBy(
            () -> export(flows(40).concatWith(Flux.error(new IllegalStateException("broken"))), 1))
        .hasMessageContaining("broken");
    assertThat(u16(sent.getLast(), 16)).isEqualTo(257);
    assertThat(exporter.report().sentRecords()).isEqualTo(10);
    assertThat(exporter.report().notSentRecords()).isEqualTo(30);
  }

  /** The exporter is at fault then; the account is right all the same. */
  @Test
  void shouldCountARecordForWhichThereIsNoTemplateAsNotSent() {
    IpfixExporter<Object> some =
        IpfixExporter.builder()
            .template(RecordTemplate.of(Flow.class))
            .clock(time.clock())
            .scheduler(time.scheduler())
            .build();
    List<Object> discarded = new ArrayList<>();
    Flux<Object> records = Flux.just(new Flow(1, 1), "text", new Flow(2, 2));
    assertThatThrownBy(
            () ->
                some.export(records, it -> send(it, 0))
                    .doOnDiscard(String.class, discarded::add)
                    .block())
        .hasMessageContaining("no template for records of java.lang.String");
    assertThat(discarded).containsExactly("text");
    ExportReport report = some.report();
    assertThat(report.sentRecords() + report.notSentRecords()).isEqualTo(report.offeredRecords());
    assertThat(report.offeredRecords()).isEqualTo(2);
  }

  /** A transport that stands still is handed a burst, and what leaves at once is two. */
  @Test
  void shouldHandOverNoMoreThanABurstOfMessagesWithoutAResult() {
    IpfixExporter<Flow> paced =
        IpfixExporter.builder(RecordTemplate.of(Flow.class))
            .pace(20_000, 32)
            .clock(time.clock())
            .scheduler(time.scheduler())
            .build();
    Sinks.Empty<Void> goesOn = Sinks.empty();
    AtomicInteger taken = new AtomicInteger();
    paced
        .export(
            flows(100 * 30),
            messages ->
                messages
                    .doOnNext(it -> taken.incrementAndGet())
                    .flatMap(
                        it ->
                            goesOn
                                .asMono()
                                .thenReturn(SendResult.of(it, SendOutcome.COMPLETED, null)),
                        Integer.MAX_VALUE))
        .subscribe();
    time.advance(Duration.ofSeconds(1));
    assertThat(taken).hasValue(32);
    goesOn.tryEmitEmpty();
    assertThat(taken.get()).isBetween(33, 64);
    time.advance(Duration.ofSeconds(1));
    assertThat(taken.get()).isGreaterThanOrEqualTo(103); // templates and a last report too
    assertThat(paced.report().sentRecords()).isEqualTo(3_000);
  }

  @Test
  void shouldCountMessagesThatAreUnderWayAsNotSentWhenItIsCancelled() {
    Sinks.Empty<Void> goesOn = Sinks.empty();
    Disposable export =
        exporter
            .export(flows(100).concatWith(Flux.never()), it -> sendAfter(goesOn.asMono(), it))
            .subscribe();
    assertThat(sent.size()).as("two of templates, and three of 30 records").isEqualTo(5);

    export.dispose();

    ExportReport report = exporter.report();
    assertThat(report.offeredRecords()).isEqualTo(100);
    assertThat(report.notSentRecords()).isEqualTo(100);
    assertThat(report.notSentMessages()).isEqualTo(5);
    goesOn.tryEmitEmpty();
    assertThat(exporter.report()).as("a result that comes too late").isEqualTo(report);
  }

  @Test
  void shouldCountMessagesThatAreUnderWayAsNotSentWhereTheTransportFails() {
    Flux<SendResult<TelemetryMessage>> failure = Flux.error(new IllegalStateException("unplugged"));
    Mono<ExportReport> export =
        exporter.export(flows(100), it -> sendAfter(Mono.never(), it).mergeWith(failure));

    assertThatThrownBy(export::block).hasMessageContaining("unplugged");

    ExportReport report = exporter.report();
    assertThat(report.sentRecords()).isZero();
    assertThat(report.notSentRecords()).isEqualTo(report.offeredRecords()).isPositive();
  }

  @Test
  void shouldNotCancelASourceThatHasCompleted() {
    AtomicInteger cancelled = new AtomicInteger();
    export(flows(100).doOnCancel(cancelled::incrementAndGet), 0);
    assertThat(cancelled).hasValue(0);
  }

  /** Gives the results once {@code goesOn} completes. */
  private Flux<SendResult<TelemetryMessage>> sendAfter(
      Mono<Void> goesOn, Flux<TelemetryMessage> messages) {
    return send(messages, 0).flatMap(goesOn::thenReturn, Integer.MAX_VALUE);
  }

  private ExportReport export(Flux<Flow> flows, int dropped) {
    return Objects.requireNonNull(exporter.export(flows, it -> send(it, dropped)).block());
  }
}
