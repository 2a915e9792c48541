package reactor.xsk.telemetry.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.telemetry.Written.u16;
import static reactor.xsk.telemetry.Written.u32;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.xsk.telemetry.FakeTime;
import reactor.xsk.telemetry.Hex;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.Written;
import reactor.xsk.telemetry.record.Field;
import reactor.xsk.telemetry.record.RecordTemplate;
import reactor.xsk.telemetry.record.Scope;

class IpfixMessagesTest {

  private static final long EXPORT_SECONDS = 0x6927ca9eL;

  private final FakeTime time = new FakeTime(Instant.ofEpochSecond(EXPORT_SECONDS));
  private final AtomicInteger maxBytes = new AtomicInteger(512);
  private final List<byte[]> messages = new ArrayList<>();

  record Octets(long octetDeltaCount, long packetDeltaCount) {}

  record Name(@Scope int ingressInterface, @Field(sizeBytes = 16) String interfaceName) {}

  @AfterEach
  void shutDown() {
    time.scheduler().dispose();
  }

  private IpfixExporterBuilder<Object> exporter() {
    return IpfixExporter.builder()
        .observationDomain(1)
        .templateCopies(1)
        .maxPayloadBytes(maxBytes::get)
        .clock(time.clock())
        .scheduler(time.scheduler());
  }

  private Disposable export(IpfixExporter<Object> exporter, Flux<?> records) {
    return exporter.messages(records).subscribe(this::write);
  }

  private void write(TelemetryMessage message) {
    messages.add(Written.message(message, maxBytes.get()));
  }

  private List<byte[]> ofSet(int setId) {
    return messages.stream().filter(it -> u16(it, 16) == setId).toList();
  }

  private static Flux<Object> octets(int count) {
    return Flux.fromStream(() -> IntStream.range(0, count).mapToObj(i -> new Octets(i, 1)));
  }

  @Test
  void shouldDeclareTheTemplateInTheCheckedOctets() {
    export(exporter().template(RecordTemplate.of(CheckedFlow.class)).build(), Flux.empty());
    assertThat(HexFormat.of().formatHex(messages.getFirst()))
        .isEqualTo(Hex.flat("000a0050 6927ca9e 00000000 00000001" + CheckedFlow.TEMPLATE_SET));
  }

  @Test
  void shouldPackRecordsInTheCheckedOctets() {
    export(
        exporter().template(RecordTemplate.of(CheckedFlow.class)).build(),
        Flux.just(CheckedFlow.FIRST, CheckedFlow.SECOND));
    assertThat(HexFormat.of().formatHex(messages.getLast()))
        .isEqualTo(Hex.flat("000a0086 6927ca9e 00000000 00000001" + CheckedFlow.DATA_SET));
  }

  @Test
  void shouldDeclareTheReliabilityTemplateInItsOwnDomain() {
    export(exporter().template(RecordTemplate.of(Octets.class)).build(), Flux.empty());
    assertThat(HexFormat.of().formatHex(ofSet(3).getFirst()))
        .isEqualTo(
            Hex.flat(
                "000a0032 6927ca9e 00000000 00000002 0003 0022 0101 0006 0001 0090 0004"
                    + "00a6 0008 00a7 0008 00a8 0008 0143 0008 0143 0008"));
  }

  @Test
  void shouldDeclareTemplatesAsOftenAsAskedBeforeTheFirstRecord() {
    export(
        exporter().templateCopies(4).template(RecordTemplate.of(Octets.class)).build(), octets(1));
    assertThat(messages).extracting(it -> u16(it, 16)).containsExactly(2, 3, 2, 3, 2, 3, 2, 3, 256);
  }

  @Test
  void shouldFillMessagesToLessThanOneRecord() {
    export(exporter().template(RecordTemplate.of(Octets.class)).build(), octets(100));
    List<byte[]> data = ofSet(256);
    assertThat(data.subList(0, data.size() - 1))
        .allSatisfy(it -> assertThat(it.length).isBetween(512 - 15, 512));
    assertThat(data.stream().mapToInt(it -> (it.length - 20) / 16).sum()).isEqualTo(100);
  }

  @Test
  void shouldFollowThePayloadThatTheRouteAllows() {
    Sinks.Many<Object> records = Sinks.many().unicast().onBackpressureBuffer();
    export(exporter().template(RecordTemplate.of(Octets.class)).build(), records.asFlux());
    IntStream.range(0, 31).forEach(i -> records.tryEmitNext(new Octets(i, 1)));
    maxBytes.set(200);
    IntStream.range(0, 30).forEach(i -> records.tryEmitNext(new Octets(i, 1)));
    records.tryEmitComplete();
    assertThat(ofSet(256)).extracting(it -> it.length).containsExactly(500, 196, 196, 164);
  }

  @Test
  void shouldNumberDataRecordsOfEachDomain() {
    export(
        exporter()
            .template(RecordTemplate.of(Octets.class))
            .template(RecordTemplate.of(Name.class))
            .build(),
        Flux.concat(octets(40), Flux.just(new Name(1, "eth0"), new Name(2, "eth1")), octets(2)));
    assertThat(ofSet(256)).extracting(it -> u32(it, 8)).containsExactly(0L, 30L, 40L);
    assertThat(ofSet(256)).extracting(it -> u32(it, 12)).containsOnly(1L);
    assertThat(ofSet(257)).extracting(it -> u32(it, 8)).containsExactly(0L);
    assertThat(ofSet(257)).extracting(it -> u32(it, 12)).containsOnly(2L);
  }

  @Test
  void shouldCountOptionsRecordsWhereTheyShareTheDomain() {
    export(
        exporter()
            .optionsDomain(1)
            .template(RecordTemplate.of(Octets.class))
            .template(RecordTemplate.of(Name.class))
            .build(),
        Flux.just(new Octets(1, 1), new Name(1, "eth0"), new Name(2, "eth1"), new Octets(2, 1)));
    // one message: a set for each change of the template
    assertThat(messages.getLast().length).isEqualTo(16 + 20 + 4 + 40 + 20);
    assertThat(u16(messages.getLast(), 36)).isEqualTo(257);
  }

  @Test
  void shouldContinueTheNumbersInTheNextStream() {
    IpfixExporter<Object> exporter = exporter().template(RecordTemplate.of(Octets.class)).build();
    export(exporter, octets(5));
    export(exporter, octets(5));
    assertThat(ofSet(256)).extracting(it -> u32(it, 8)).containsExactly(0L, 5L);
  }

  @Test
  void shouldSendAPartlyFilledMessageAfterTheDelay() {
    Sinks.Many<Object> records = Sinks.many().unicast().onBackpressureBuffer();
    export(
        exporter()
            .maxDelay(Duration.ofMillis(100))
            .template(RecordTemplate.of(Octets.class))
            .build(),
        records.asFlux());
    records.tryEmitNext(new Octets(1, 1));
    time.advance(Duration.ofMillis(60));
    records.tryEmitNext(new Octets(2, 1));
    time.advance(Duration.ofMillis(39));
    assertThat(ofSet(256)).isEmpty();
    time.advance(Duration.ofMillis(1));
    assertThat(ofSet(256)).extracting(it -> it.length).containsExactly(16 + 4 + 32);
  }

  @Test
  void shouldRefreshTemplatesByTimeAlsoWithoutRecords() {
    export(
        exporter()
            .templateRefresh(Duration.ofSeconds(10), 1_000)
            .template(RecordTemplate.of(Octets.class))
            .build(),
        Flux.never());
    time.advance(Duration.ofSeconds(35));
    assertThat(ofSet(2)).hasSize(1 + 3);
  }

  @Test
  void shouldRefreshTemplatesByCount() {
    export(
        exporter()
            .templateRefresh(Duration.ofDays(1), 2)
            .template(RecordTemplate.of(Octets.class))
            .build(),
        octets(30 * 5));
    assertThat(messages)
        .extracting(it -> u16(it, 16))
        .containsExactly(2, 3, 256, 256, 2, 3, 256, 256, 2, 3, 256);
  }

  @Test
  void shouldRefreshTemplatesWhenTheWallClockWasSetBack() {
    Sinks.Many<Object> records = Sinks.many().unicast().onBackpressureBuffer();
    export(
        exporter().maxDelay(Duration.ZERO).template(RecordTemplate.of(Octets.class)).build(),
        records.asFlux());
    records.tryEmitNext(new Octets(1, 1));
    time.stepWall(Duration.ofHours(-1));
    records.tryEmitNext(new Octets(2, 1));
    assertThat(messages).extracting(it -> u16(it, 16)).containsExactly(2, 3, 256, 2, 3, 256);
    assertThat(messages)
        .extracting(it -> u32(it, 4))
        .endsWith(EXPORT_SECONDS - 3_600, EXPORT_SECONDS - 3_600);
  }

  @Test
  void shouldNotDateDataBeforeItsTemplate() {
    Domain domain = new Domain(1, time.clock().wall());
    byte[] header = new byte[16];
    domain.templateHeader(MemorySegment.ofArray(header), 16, 1);
    time.stepWall(Duration.ofMinutes(-1));
    domain.dataHeader(MemorySegment.ofArray(header), 16, 1);
    assertThat(u32(header, 4)).isEqualTo(EXPORT_SECONDS);
  }

  @Test
  void shouldRefuseAnExportTimeThatItsFieldCannotHave() {
    FakeTime late = new FakeTime(Instant.parse("2106-02-07T06:28:16Z"));
    Domain domain = new Domain(1, late.clock().wall());
    assertThatThrownBy(() -> domain.dataHeader(MemorySegment.ofArray(new byte[16]), 16, 1))
        .hasMessageContaining("2106");
  }

  @Test
  void shouldNumberModulo32Bits() {
    Domain domain = new Domain(1, time.clock().wall());
    domain.sequence(0xffff_fffeL);
    byte[] header = new byte[16];
    domain.dataHeader(MemorySegment.ofArray(header), 16, 5);
    assertThat(u32(header, 8)).isEqualTo(0xffff_fffeL);
    domain.dataHeader(MemorySegment.ofArray(header), 16, 1);
    assertThat(u32(header, 8)).isEqualTo(3);
  }

  @Test
  void shouldLeaveOutARecordThatCannotBeWritten() {
    record Port(int sourceTransportPort) {}
    IpfixExporter<Object> exporter = exporter().template(RecordTemplate.of(Port.class)).build();
    export(exporter, Flux.just(new Port(1), new Port(65_536), new Port(3)));
    assertThat(HexFormat.of().formatHex(messages.getLast())).endsWith("01000008" + "00010003");
  }

  @Test
  void shouldCountARecordThatFitsNoMessage() {
    record Text(String interfaceName) {}
    IpfixExporter<Object> exporter = exporter().template(RecordTemplate.of(Text.class)).build();
    export(exporter, Flux.just(new Text("x".repeat(500)), new Text("y")));
    assertThat(HexFormat.of().formatHex(messages.getLast())).endsWith("01000006" + "0179");
    assertThat(exporter.report().notSentRecords()).isEqualTo(1);
    assertThat(exporter.report().firstFailure()).hasMessageContaining("does not fit");
  }

  @Test
  void shouldDescribeElementsOfEnterprisesBeforeTheirFirstRecord() {
    record Cpu(@Field(enterprise = 32473, id = 1) long cpuUser) {}
    export(exporter().template(RecordTemplate.of(Cpu.class)).build(), Flux.just(new Cpu(7)));
    assertThat(messages).extracting(it -> u16(it, 16)).containsExactly(2, 3, 258, 256);
    assertThat(HexFormat.of().formatHex(messages.get(2)))
        .endsWith(Hex.flat("00007ed9 0001 04 00 0000") + Hex.flat("63707555736572"));
    assertThat(HexFormat.of().formatHex(messages.getFirst()))
        .endsWith(Hex.flat("0002 0010 0100 0001 8001 0008 00007ed9"));
  }

  @Test
  void shouldSplitDeclarationsThatDoNotFitOneMessage() {
    record Other(long octetTotalCount) {}
    maxBytes.set(80);
    export(
        exporter()
            .template(RecordTemplate.of(CheckedFlow.class))
            .template(RecordTemplate.of(Other.class))
            .build(),
        Flux.empty());
    assertThat(ofSet(2)).extracting(it -> u16(it, 20)).containsExactly(256, 257);
  }

  @Test
  void shouldFailWhereADeclarationFitsNoMessage() {
    maxBytes.set(79);
    IpfixExporter<Object> exporter =
        exporter().template(RecordTemplate.of(CheckedFlow.class)).build();
    assertThatThrownBy(() -> exporter.messages(Flux.empty()).blockLast())
        .hasMessageContaining("80 octets")
        .hasMessageContaining("79");
  }
}
