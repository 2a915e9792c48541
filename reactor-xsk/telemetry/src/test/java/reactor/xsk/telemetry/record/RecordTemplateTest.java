package reactor.xsk.telemetry.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.xsk.telemetry.Hex;

class RecordTemplateTest {

  private static final long BASE_MS = 0x0000_019a_c36f_65a8L;

  /** The flow record whose octets tshark, nfcapd and nfacctd agree on. */
  record Flow(
      int sourceIPv4Address,
      int destinationIPv4Address,
      int sourceTransportPort,
      int destinationTransportPort,
      byte protocolIdentifier,
      byte ipClassOfService,
      byte tcpControlBits,
      int ingressInterface,
      int egressInterface,
      long octetDeltaCount,
      long packetDeltaCount,
      Instant flowStartMilliseconds,
      long flowEndMilliseconds,
      byte flowEndReason) {}

  private static final Flow FLOW =
      new Flow(
          0xc0000201,
          0xc6336402,
          40_000,
          443,
          (byte) 6,
          (byte) 0,
          (byte) 0x1b,
          2,
          3,
          123_456,
          100,
          Instant.ofEpochMilli(BASE_MS),
          BASE_MS + 4_000,
          (byte) 3);

  private static final String FLOW_OCTETS =
      "c0000201 c6336402 9c40 01bb 06 00 1b 00000002 00000003 000000000001e240 0000000000000064"
          + "0000019ac36f65a8 0000019ac36f7548 03";

  @Test
  void shouldWriteTheCheckedFlowRecordFromARecordClass() {
    assertThat(written(RecordTemplate.of(Flow.class), FLOW)).isEqualTo(Hex.flat(FLOW_OCTETS));
  }

  @Test
  void shouldWriteTheSameFromABuilder() {
    RecordTemplate<Flow> template =
        RecordTemplate.builder(Flow.class)
            .number("sourceIPv4Address", it -> Integer.toUnsignedLong(it.sourceIPv4Address))
            .number(
                "destinationIPv4Address", it -> Integer.toUnsignedLong(it.destinationIPv4Address))
            .number("sourceTransportPort", Flow::sourceTransportPort)
            .number("destinationTransportPort", Flow::destinationTransportPort)
            .number("protocolIdentifier", Flow::protocolIdentifier)
            .number("ipClassOfService", Flow::ipClassOfService)
            .number(Elements.named("tcpControlBits").sized(1), Flow::tcpControlBits)
            .number("ingressInterface", Flow::ingressInterface)
            .number("egressInterface", Flow::egressInterface)
            .number("octetDeltaCount", Flow::octetDeltaCount)
            .number("packetDeltaCount", Flow::packetDeltaCount)
            .number("flowStartMilliseconds", it -> it.flowStartMilliseconds.toEpochMilli())
            .number("flowEndMilliseconds", Flow::flowEndMilliseconds)
            .number("flowEndReason", Flow::flowEndReason)
            .build();
    assertThat(written(template, FLOW)).isEqualTo(Hex.flat(FLOW_OCTETS));
    assertThat(template.elements()).isEqualTo(RecordTemplate.of(Flow.class).elements());
  }

  @Test
  void shouldNotWriteBehindTheRecord() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(100);
      target.fill((byte) 0xee);
      RecordTemplate<Flow> template = RecordTemplate.of(Flow.class);
      long end = template.write(FLOW, target, 3);
      assertThat(end).isEqualTo(3 + template.sizeBytes(FLOW));
      assertThat(Hex.of(target, 100))
          .isEqualTo("eeeeee" + Hex.flat(FLOW_OCTETS) + "ee".repeat((int) (100 - end)));
    }
  }

  @Test
  void shouldReduceAnIntegerToItsJavaType() {
    record Small(int octetDeltaCount, short packetDeltaCount, long ingressInterface) {}
    RecordTemplate<Small> template = RecordTemplate.of(Small.class);
    assertThat(template.elements()).extracting(Element::sizeBytes).containsExactly(4, 2, 4);
    assertThat(written(template, new Small(-1, (short) -1, 7))).isEqualTo("ffffffffffff00000007");
  }

  @Test
  void shouldRefuseAValueThatDoesNotFit() {
    record Port(int sourceTransportPort, int destinationTransportPort) {}
    RecordTemplate<Port> template = RecordTemplate.of(Port.class);
    RecordException refused =
        catchThrowableOfType(RecordException.class, () -> written(template, new Port(1, 65_536)));
    assertThat(refused)
        .hasMessageContaining("65536")
        .hasMessageContaining("destinationTransportPort");
    assertThatThrownBy(() -> written(template, new Port(-1, 2)))
        .isInstanceOf(RecordException.class);
    assertThat(written(template, new Port(65_535, 0))).isEqualTo("ffff0000");
  }

  @Test
  void shouldWriteSignedNumbersInTwosComplement() {
    record Level(long value) {}
    Element element = Element.enterprise(32473, 1, "level", ElementType.SIGNED32).sized(3);
    RecordTemplate<Level> template =
        RecordTemplate.builder(Level.class)
            .number(element, Level::value)
            .number("protocolIdentifier", it -> 0x11)
            .build();
    assertThat(written(template, new Level(-2))).isEqualTo("fffffe11");
    assertThat(written(template, new Level(0x7fffff))).isEqualTo("7fffff11");
    assertThatThrownBy(() -> written(template, new Level(0x800000)))
        .isInstanceOf(RecordException.class);
    assertThatThrownBy(() -> written(template, new Level(-0x800001)))
        .isInstanceOf(RecordException.class);
  }

  @Test
  void shouldWriteVariableText() {
    record Name(int ingressInterface, String interfaceName, String interfaceDescription) {}
    RecordTemplate<Name> template = RecordTemplate.of(Name.class);
    assertThat(written(template, new Name(2, "eth0", "uplink")))
        .isEqualTo(Hex.flat("00000002 04 65746830 06 75706c696e6b"));
    assertThat(written(template, new Name(2, "", "é€😀\ud800")))
        .isEqualTo(Hex.flat("00000002 00 0a c3a9 e282ac f09f9880 3f"));
    String longText = "x".repeat(300);
    assertThat(written(template, new Name(2, "", longText)))
        .isEqualTo(Hex.flat("00000002 00 ff 012c") + "78".repeat(300));
    assertThat(template.minSizeBytes()).isEqualTo(6);
  }

  @Test
  void shouldFillFixedTextWithZeros() {
    record Name(@Field(sizeBytes = 6) String interfaceName, byte protocolIdentifier) {}
    RecordTemplate<Name> template = RecordTemplate.of(Name.class);
    assertThat(written(template, new Name("eth0", (byte) 17))).isEqualTo("65746830000011");
    assertThatThrownBy(() -> written(template, new Name("ethernet", (byte) 17)))
        .isInstanceOf(RecordException.class);
  }

  @Test
  void shouldWriteAddressesBooleansAndFloats() throws UnknownHostException {
    record Other(
        InetAddress sourceIPv4Address,
        byte[] destinationIPv6Address,
        byte[] sourceMacAddress,
        boolean dot1qDEI,
        double samplingProbability,
        @Field(value = "samplingProbability", sizeBytes = 4) double shorter) {}
    byte[] address = InetAddress.getByName("2001:db8::2").getAddress();
    Other other =
        new Other(
            InetAddress.getByName("192.0.2.1"),
            address,
            new byte[] {2, 0, 0, 0, 0, 1},
            true,
            0.5,
            0.5);
    assertThat(written(RecordTemplate.of(Other.class), other))
        .isEqualTo(
            Hex.flat(
                "c0000201 20010db8000000000000000000000002 020000000001 01 3fe0000000000000"
                    + " 3f000000"));
  }

  @Test
  void shouldWriteTimesInTheFormatOfNtp() {
    record Times(
        Instant flowStartMicroseconds, Instant flowStartNanoseconds, long flowStartSeconds) {}
    Times times =
        new Times(Instant.ofEpochSecond(0, 500_000_000), Instant.ofEpochSecond(1, 1), 0xffff_ffffL);
    assertThat(written(RecordTemplate.of(Times.class), times))
        .isEqualTo(Hex.flat("83aa7e80 80000000 83aa7e81 00000005 ffffffff"));
  }

  @Test
  void shouldRefuseATimeThatNtpCannotHave() {
    record Late(Instant flowStartMicroseconds) {}
    assertThatThrownBy(
            () ->
                written(
                    RecordTemplate.of(Late.class), new Late(Instant.parse("2036-02-08T00:00:00Z"))))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining("2036");
  }

  @Test
  void shouldMakeAnOptionsTemplateOfScope() {
    record Reliability(@Scope int exportingProcessId, long notSentFlowTotalCount) {}
    RecordTemplate<Reliability> template = RecordTemplate.of(Reliability.class);
    assertThat(template.isOptions()).isTrue();
    assertThat(template.scopeCount()).isEqualTo(1);
  }

  @Test
  void shouldRefuseScopeBehindOtherFields() {
    record Wrong(long notSentFlowTotalCount, @Scope int exportingProcessId) {}
    assertThatThrownBy(() -> RecordTemplate.of(Wrong.class))
        .hasMessageContaining("exportingProcessId")
        .hasMessageContaining("scope first");
  }

  @Test
  void shouldExplainAComponentWithoutElement() {
    record Wrong(long octetDeltaCnt) {}
    assertThatThrownBy(() -> RecordTemplate.of(Wrong.class)).hasMessageContaining("octetDeltaCnt");
  }

  @Test
  void shouldDescribeElementsOfAnEnterprise() {
    record Cpu(
        @Field(
                enterprise = 32473,
                id = 1,
                semantics = ElementSemantics.TOTAL_COUNTER,
                units = ElementUnits.MILLISECONDS)
            long cpuUser) {}
    Element element = RecordTemplate.of(Cpu.class).elements().getFirst();
    assertThat(element.enterpriseNumber()).isEqualTo(32473);
    assertThat(element.type()).isEqualTo(ElementType.UNSIGNED64);
    assertThat(element.name()).isEqualTo("cpuUser");
  }

  @Test
  void shouldWriteMoreFieldsThanOneMethodHas() {
    RecordTemplateBuilder<Integer> builder = RecordTemplate.builder(Integer.class);
    List<String> expected = IntStream.range(0, 1_000).mapToObj(i -> "%04x".formatted(i)).toList();
    IntStream.range(0, 1_000).forEach(i -> builder.number("sourceTransportPort", it -> it + i));
    assertThat(written(builder.build(), 0))
        .isEqualTo(expected.stream().collect(Collectors.joining()));
  }

  @Test
  void shouldReplaceAnElement() {
    record Time(long flowStartMilliseconds) {}
    RecordTemplate<Time> template =
        RecordTemplate.of(Time.class)
            .replace(
                Elements.named("flowStartMilliseconds"),
                Elements.named("flowStartSysUpTime"),
                it -> it - 1_000);
    assertThat(written(template, new Time(5_000))).isEqualTo("00000fa0");
    assertThat(template.elements()).extracting(Element::id).containsExactly(22);
  }

  static <R> String written(RecordTemplate<R> template, R record) {
    try (Arena arena = Arena.ofConfined()) {
      int size = template.sizeBytes(record);
      MemorySegment target = arena.allocate(size);
      assertThat(template.write(record, target, 0)).isEqualTo(size);
      String written = Hex.of(target, size);
      assertThat(writtenTwice(template, record, arena.allocate(2L * size)))
          .isEqualTo(written + written);
      return written;
    }
  }

  /** By one call, and with nothing in front of the records and behind them. */
  @SuppressWarnings("unchecked") // of the class of the record
  private static <R> String writtenTwice(
      RecordTemplate<R> template, R record, MemorySegment target) {
    R[] records = (R[]) Array.newInstance(template.recordType(), 4);
    records[1] = record;
    records[2] = record;
    assertThat(template.writeAll(records, 1, 3, target, 0)).isEqualTo(target.byteSize());
    return Hex.of(target, (int) target.byteSize());
  }
}
