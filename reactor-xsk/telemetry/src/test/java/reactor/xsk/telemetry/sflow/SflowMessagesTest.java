package reactor.xsk.telemetry.sflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.telemetry.Written.u32;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.FakeTime;
import reactor.xsk.telemetry.Hex;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.Written;

class SflowMessagesTest {

  private static final int MAX_BYTES = 1_472;

  private final FakeTime time = new FakeTime(Instant.ofEpochSecond(0x6927ca9eL));
  private final List<byte[]> messages = new ArrayList<>();

  private final SflowExporterBuilder builder =
      SflowExporter.builder(InetAddress.ofLiteral("192.0.2.10"))
          .maxPayloadBytes(() -> MAX_BYTES)
          .clock(time.clock())
          .scheduler(time.scheduler());

  @AfterEach
  void shutDown() {
    time.scheduler().dispose();
  }

  private String hexOf(SflowExporter exporter, SflowSample... samples) {
    time.advance(Duration.ofNanos(123_456_000_000L));
    exporter
        .messages(Flux.fromArray(samples))
        .subscribe(it -> messages.add(Written.message(it, MAX_BYTES)));
    return HexFormat.of().formatHex(messages.getLast());
  }

  private static final GenericInterface ETH0 =
      new GenericInterface(
          2,
          6,
          10_000_000_000L,
          1,
          3,
          1_000_000,
          900,
          GenericInterface.UNKNOWN,
          GenericInterface.UNKNOWN,
          1,
          0,
          GenericInterface.UNKNOWN,
          2_000_000,
          1_800,
          GenericInterface.UNKNOWN,
          GenericInterface.UNKNOWN,
          2,
          0,
          0);

  @Test
  void shouldWriteInterfaceCountersInTheCheckedOctets() {
    String hex =
        hexOf(
            builder.build(),
            new CountersSample(SourceId.ofInterface(2), List.of(ETH0, new PortName("eth0"))));
    assertThat(hex)
        .isEqualTo(
            Hex.flat(
                "00000005 00000001 c000020a 00000000 00000001 0001e240 00000001"
                    + "00000002 0000007c 00000001 00000002 00000002"
                    + "00000001 00000058 00000002 00000006 00000002540be400 00000001 00000003"
                    + "00000000000f4240 00000384 ffffffff ffffffff 00000001 00000000 ffffffff"
                    + "00000000001e8480 00000708 ffffffff ffffffff 00000002 00000000 00000000"
                    + "000003ed 00000008 00000004 65746830"));
  }

  @Test
  void shouldWriteHostStructuresInTheCheckedOctets() {
    UUID uuid = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");
    HostCpu cpu =
        new HostCpu(
            0.25f, 0.5f, 0.75f, 1, 200, 2, 3_000, 86_400, 1_000, 10, 500, 99_999, 20, 5, 6, 700,
            800, 0, 0, 0);
    String hex =
        hexOf(
            builder.build(),
            new CountersSample(
                SourceId.ofHost(),
                List.of(new HostDescription("host1.example", uuid, 3, 2, "6.18.44"), cpu)));
    assertThat(hex)
        .contains(
            Hex.flat(
                "000007d0 00000038 0000000d 686f7374312e6578616d706c65000000"
                    + "000102030405060708090a0b0c0d0e0f 00000003 00000002 00000007"
                    + "362e31382e343400"))
        .contains(
            Hex.flat(
                "000007d3 00000050 3e800000 3f000000 3f400000 00000001 000000c8 00000002 00000bb8"
                    + "00015180 000003e8 0000000a 000001f4 0001869f 00000014 00000005 00000006"
                    + "000002bc 00000320 00000000 00000000 00000000"))
        .contains(
            Hex.flat("00000002")
                + "%08x".formatted(12 + 8 + 56 + 8 + 80)
                + "00000001 02000001".replace(" ", ""));
  }

  @Test
  void shouldWriteAdaptersAndParentInTheCheckedOctets() {
    byte[] mac = Hex.octets("020000000001");
    String hex =
        hexOf(
            builder.build(),
            new CountersSample(
                SourceId.ofHost(),
                List.of(
                    new HostAdapters(List.of(new HostAdapters.Adapter(2, List.of(mac)))),
                    new HostParent(SourceId.ofHost()))));
    assertThat(hex)
        .contains(Hex.flat("000007d1 00000014 00000001 00000002 00000001 020000000001 0000"))
        .endsWith(Hex.flat("000007d2 00000008 00000002 00000001"));
    assertThatThrownBy(() -> new HostAdapters.Adapter(2, List.of(new byte[5])))
        .hasMessageContaining("6 octets, not 5");
  }

  private static FlowSample flow(long pool) {
    byte[] frame = new byte[82];
    System.arraycopy(Hex.octets("020000000002 020000000001 0800 4500 0044"), 0, frame, 0, 18);
    return new FlowSample(
        SourceId.ofInterface(2),
        1_000,
        pool,
        0,
        FlowSample.INTERNAL,
        1,
        List.of(RawHeader.ofEthernet(frame, 128)));
  }

  @Test
  void shouldWriteAFlowSampleInTheCheckedOctets() {
    String hex = hexOf(builder.build(), flow(1_000));
    assertThat(hex.length()).isEqualTo(2 * 176);
    assertThat(hex)
        .startsWith(
            Hex.flat(
                "00000005 00000001 c000020a 00000000 00000001 0001e240 00000001"
                    + "00000001 0000008c 00000001 00000002 000003e8 000003e8 00000000 3fffffff"
                    + "00000001 00000001 00000001 00000064 00000001 00000056 00000004 00000052"
                    + "020000000002 020000000001 0800 4500 0044"));
  }

  @Test
  void shouldNumberSamplesOfEachSourceAndKindOnTheirOwn() {
    SflowExporter exporter = builder.build();
    SflowSample counters = new CountersSample(SourceId.ofInterface(3), List.of(ETH0));
    SflowSample others = new CountersSample(SourceId.ofInterface(2), List.of(ETH0));
    hexOf(exporter, counters, flow(1), others, counters, flow(2));
    byte[] datagram = messages.getLast();
    assertThat(u32(datagram, 28 + 8)).isEqualTo(1);
    assertThat(u32(datagram, 28 + 116 + 8)).isEqualTo(1);
    assertThat(u32(datagram, 28 + 116 + 148 + 8)).isEqualTo(1);
    assertThat(u32(datagram, 28 + 116 + 148 + 116 + 8)).isEqualTo(2);
    assertThat(u32(datagram, 28 + 116 + 148 + 116 + 116 + 8)).isEqualTo(2);
    hexOf(exporter, flow(3));
    assertThat(u32(messages.getLast(), 16)).isEqualTo(2);
    assertThat(u32(messages.getLast(), 28 + 8)).isEqualTo(3);
  }

  @Test
  void shouldKeepToTheLongestDatagramOfTheReceiver() {
    FlowSample[] samples = new FlowSample[100];
    Arrays.setAll(samples, SflowMessagesTest::flow);
    hexOf(builder.build(), samples);
    assertThat(messages).allSatisfy(it -> assertThat(it.length).isLessThanOrEqualTo(1_400));
    assertThat(messages.stream().mapToLong(it -> u32(it, 24)).sum()).isEqualTo(100);
    assertThat(messages.getFirst().length).isGreaterThan(1_400 - 148);
  }

  @Test
  void shouldSendTheExpandedFormsOnly() {
    String hex =
        hexOf(
            builder.expanded(true).build(),
            flow(1),
            new CountersSample(SourceId.ofInterface(0x0100_0000L), List.of(ETH0)));
    assertThat(hex)
        .contains(
            Hex.flat(
                "00000003 00000098 00000001 00000000 00000002 000003e8 00000001 00000000"
                    + "00000000 3fffffff 00000000 00000001"))
        .contains(Hex.flat("00000004 00000070 00000001 00000000 01000000 00000001"));
  }

  @Test
  void shouldRefuseAnIndexThatHasNoCompactForm() {
    SflowExporter exporter = builder.build();
    exporter
        .messages(Flux.just(new CountersSample(SourceId.ofInterface(0x0100_0000L), List.of(ETH0))))
        .blockLast();
    assertThat(exporter.report().notSentRecords()).isEqualTo(1);
    assertThat(exporter.report().firstFailure()).hasMessageContaining("expanded(true)");
  }

  @Test
  void shouldWriteAnIpv6AgentAddress() {
    SflowExporter exporter =
        SflowExporter.builder(InetAddress.ofLiteral("2001:db8::1"))
            .maxPayloadBytes(() -> MAX_BYTES)
            .clock(time.clock())
            .scheduler(time.scheduler())
            .build();
    assertThat(hexOf(exporter, flow(1)))
        .startsWith(
            Hex.flat("00000005 00000002 20010db8000000000000000000000001 00000000 00000001"));
  }

  @Test
  void shouldReportSamplesThatWereNotSentAsDrops() {
    SflowExporter exporter = builder.build();
    export(exporter, SendOutcome.DROPPED, flow(1), flow(2));
    ExportReport report = export(exporter, SendOutcome.COMPLETED, flow(3));
    assertThat(report.offeredRecords()).isEqualTo(3);
    assertThat(report.sentRecords()).isEqualTo(1);
    assertThat(report.notSentRecords()).isEqualTo(2);
    assertThat(u32(messages.getLast(), 28 + 24)).as("drops").isEqualTo(2);
  }

  private ExportReport export(SflowExporter exporter, SendOutcome outcome, SflowSample... samples) {
    return Objects.requireNonNull(
        exporter
            .export(Flux.fromArray(samples), it -> it.map(message -> sent(message, outcome)))
            .block());
  }

  private SendResult<TelemetryMessage> sent(TelemetryMessage message, SendOutcome outcome) {
    messages.add(Written.message(message, MAX_BYTES));
    return SendResult.of(message, outcome, null);
  }

  @Test
  void shouldRefuseASampleThatFitsNoDatagram() {
    SflowExporter exporter = builder.build();
    SflowSample tooLong =
        new CountersSample(SourceId.ofHost(), List.of(new PortName("x".repeat(1_400))));
    exporter.messages(Flux.just(tooLong)).blockLast();
    assertThat(exporter.report().notSentRecords()).isEqualTo(1);
    assertThat(exporter.report().firstFailure()).hasMessageContaining("does not fit");
  }

  @Test
  void shouldRefuseAWrongNumberOfCounters() {
    assertThatThrownBy(() -> Counters.udp(1, 2, 3)).hasMessageContaining("7 counters, not 3");
  }
}
