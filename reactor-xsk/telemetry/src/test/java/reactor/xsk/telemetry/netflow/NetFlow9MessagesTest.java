package reactor.xsk.telemetry.netflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.telemetry.Written.u16;
import static reactor.xsk.telemetry.Written.u32;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.FakeTime;
import reactor.xsk.telemetry.Hex;
import reactor.xsk.telemetry.Written;
import reactor.xsk.telemetry.record.Field;
import reactor.xsk.telemetry.record.RecordTemplate;
import reactor.xsk.telemetry.record.Scope;

class NetFlow9MessagesTest {

  private static final long EXPORT_SECONDS = 0x6927ca9eL;
  private static final long NOW_MS = EXPORT_SECONDS * 1_000;

  /** The flow record whose octets tshark, nfcapd and nfacctd agree on, with absolute times. */
  record Flow(
      int sourceIPv4Address,
      int destinationIPv4Address,
      int sourceTransportPort,
      int destinationTransportPort,
      byte protocolIdentifier,
      byte tcpControlBits,
      int ingressInterface,
      int egressInterface,
      long octetDeltaCount,
      long packetDeltaCount,
      long flowStartMilliseconds,
      long flowEndMilliseconds) {

    static Flow at(long startMs, long endMs) {
      return new Flow(
          0xc0000201,
          0xc6336402,
          40_000,
          443,
          (byte) 6,
          (byte) 0x1b,
          2,
          3,
          5_000,
          5,
          startMs,
          endMs);
    }
  }

  private final FakeTime time = new FakeTime(Instant.ofEpochSecond(EXPORT_SECONDS));
  private final List<byte[]> messages = new ArrayList<>();

  private final NetFlow9ExporterBuilder<Object> builder =
      NetFlow9Exporter.builder()
          .sourceId(7)
          .templateCopies(1)
          .clock(time.clock())
          .scheduler(time.scheduler());

  @AfterEach
  void shutDown() {
    time.scheduler().dispose();
  }

  private NetFlow9Exporter<Object> export(NetFlow9Exporter<Object> exporter, Object... records) {
    exporter
        .messages(Flux.fromArray(records))
        .subscribe(it -> messages.add(Written.message(it, 512)));
    return exporter;
  }

  @Test
  void shouldWriteTheCheckedOctets() {
    export(
        builder.template(RecordTemplate.of(Flow.class)).build(), Flow.at(NOW_MS - 9_000, NOW_MS));
    String upTime = "%08x".formatted(UpTime.PAST_MS);
    assertThat(HexFormat.of().formatHex(messages.get(0)))
        .isEqualTo(
            Hex.flat(
                "0009 0001"
                    + upTime
                    + "6927ca9e 00000000 00000007 00000038 0100000c 00080004 000c0004 00070002"
                    + "000b0002 00040001 00060001 000a0004 000e0004 00010008 00020008 00160004"
                    + "00150004"));
    assertThat(HexFormat.of().formatHex(messages.get(1)))
        .isEqualTo(
            Hex.flat(
                "0009 0001"
                    + upTime
                    + "6927ca9e 00000001 00000007 01000034 c0000201 c6336402 9c40 01bb 06 1b"
                    + "00000002 00000003 0000000000001388 0000000000000005"
                    + "%08x".formatted(UpTime.PAST_MS - 9_000)
                    + upTime
                    + "0000"));
  }

  @Test
  void shouldCountPacketsInTheSequence() {
    Object[] flows = new Object[30];
    Arrays.fill(flows, Flow.at(NOW_MS, NOW_MS));
    export(builder.template(RecordTemplate.of(Flow.class)).build(), flows);
    assertThat(messages).extracting(it -> u32(it, 12)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(messages).extracting(it -> u16(it, 2)).containsExactly(1, 10, 10, 10);
  }

  @Test
  void shouldDeclareOptionsWithTheScopesOfNetFlow() {
    record Name(@Scope int ingressInterface, @Field(sizeBytes = 16) String interfaceName) {}
    export(builder.template(RecordTemplate.of(Name.class)).build(), new Name(2, "eth0"));
    assertThat(HexFormat.of().formatHex(messages.getFirst()))
        .endsWith(Hex.flat("0001 0014 0100 0004 0004 0002 0004 0052 0010 0000"));
  }

  @Test
  void shouldNotPadBehindRecordsThatPaddingCouldBeTakenFor() {
    record Tiny(byte protocolIdentifier) {}
    export(builder.template(RecordTemplate.of(Tiny.class)).build(), new Tiny((byte) 6));
    assertThat(HexFormat.of().formatHex(messages.getLast())).endsWith("01000005" + "06");
  }

  @Test
  void shouldLeaveOutAFlowThatBeganBeforeItsFieldDoes() {
    NetFlow9Exporter<Object> exporter =
        export(
            builder.template(RecordTemplate.of(Flow.class)).build(),
            Flow.at(NOW_MS - UpTime.PAST_MS - 1, NOW_MS),
            Flow.at(NOW_MS - UpTime.PAST_MS, NOW_MS));
    assertThat(exporter.report().offeredRecords()).isEqualTo(2);
    assertThat(u16(messages.getLast(), 2)).as("records").isEqualTo(1);
  }

  @Test
  void shouldNeverSendATimeThatHasWrapped() {
    NetFlow9Exporter<Object> exporter = builder.template(RecordTemplate.of(Flow.class)).build();
    for (int day = 0; day < 60; day++) {
      long nowMs = NOW_MS + Duration.ofDays(day).toMillis();
      export(exporter, Flow.at(nowMs - 5_000, nowMs));
      byte[] data = messages.getLast();
      long upMs = u32(data, 4);
      assertThat(upMs).as("up time on day " + day).isLessThan(1L << 31);
      assertThat(u32(data, 8) * 1_000 - upMs + u32(data, data.length - 10))
          .as("the start of the flow, as a collector computes it")
          .isEqualTo(nowMs - 5_000);
      time.advance(Duration.ofDays(1));
    }
  }

  @Test
  void shouldRefuseFieldsThatNetFlowDoesNotHave() {
    record Late(long flowStartMicroseconds) {}
    record Text(String interfaceName) {}
    assertThatThrownBy(() -> builder.template(RecordTemplate.of(Late.class)).build())
        .hasMessageContaining("flowStartMicroseconds")
        .hasMessageContaining("127");
    assertThatThrownBy(() -> NetFlow9Exporter.builder(RecordTemplate.of(Text.class)).build())
        .hasMessageContaining("interfaceName");
  }
}
