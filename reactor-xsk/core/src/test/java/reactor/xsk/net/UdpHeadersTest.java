package reactor.xsk.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskPacketException;

class UdpHeadersTest {

  private static final InetSocketAddress A4 = new InetSocketAddress("10.0.0.1", 40_000);
  private static final InetSocketAddress B4 = new InetSocketAddress("10.0.0.2", 4_739);
  private static final InetSocketAddress A6 = new InetSocketAddress("fd00::1", 40_000);
  private static final InetSocketAddress B6 = new InetSocketAddress("fd00::2", 4_739);

  private final MemorySegment frame = Arena.ofAuto().allocate(4_096);

  @Test
  void shouldWriteWhatWasSet() {
    UdpHeaders headers =
        from(A4, B4)
            .vlan(0x88A8, 1, 100)
            .vlan(0x8100, 5, 7)
            .trafficClass(46, 1)
            .hopLimit(3)
            .build();
    ReceivedDatagram received = send(headers, new byte[] {1, 2, 3});

    assertThat(received.sourceMac).isEqualTo("02:00:00:00:00:01");
    assertThat(received.destinationMac).isEqualTo("02:00:00:00:00:02");
    assertThat(received.vlanTags)
        .containsExactly(0x88A8 << 16 | 1 << 13 | 100, 0x8100 << 16 | 5 << 13 | 7);
    assertThat(received.source).isEqualTo(A4.getAddress().getAddress());
    assertThat(received.destination).isEqualTo(B4.getAddress().getAddress());
    assertThat(received.sourcePort).isEqualTo(40_000);
    assertThat(received.destinationPort).isEqualTo(4_739);
    assertThat(received.trafficClass).isEqualTo(46 << 2 | 1);
    assertThat(received.hopLimit).isEqualTo(3);
    assertThat(received.mayFragment).isFalse();
    assertThat(received.hasUdpChecksum).isTrue();
    assertThat(received.payload).containsExactly(1, 2, 3);
  }

  @Test
  void shouldWriteValidDatagramsOfBothFamiliesAndOfEveryLength() {
    Random random = new Random(3);
    for (UdpHeaders headers :
        new UdpHeaders[] {
          from(A4, B4).build(), from(A6, B6).build(), from(A6, B6).vlan(0x8100, 0, 1).build()
        }) {
      for (int length = 0; length <= headers.maxPayloadBytes(); length++) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        assertThat(send(headers, payload).payload).isEqualTo(payload);
      }
    }
  }

  @Test
  void shouldSendAChecksumOfZeroAsAllOnes() {
    UdpHeaders headers = from(A4, B4).build();
    int zeros = 0;
    for (int value = 0; value < 1 << 16; value++) { // one of them makes the sum 0xFFFF
      ReceivedDatagram received = send(headers, bytes((short) value));
      assertThat(received.hasUdpChecksum).isTrue();
      zeros += frame.get(NETWORK_SHORT, 40) == -1 ? 1 : 0;
    }
    assertThat(zeros).isEqualTo(1);
  }

  private static final java.lang.foreign.ValueLayout.OfShort NETWORK_SHORT =
      java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

  private static byte[] bytes(short value) {
    return ByteBuffer.allocate(2).putShort(value).array();
  }

  @Test
  void shouldLeaveTheChecksumOutOfIpv4WhenAsked() {
    assertThat(send(from(A4, B4).udpChecksum(false).build(), new byte[9]).hasUdpChecksum).isFalse();
    assertThatThrownBy(() -> from(A6, B6).udpChecksum(false).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("IPv6");
  }

  @Test
  void shouldNotLetAnEarlierPacketShineThrough() {
    frame.fill((byte) 0xA5);
    ReceivedDatagram received = send(from(A4, B4).build(), new byte[0]);
    assertThat(received.payload).isEmpty();
    assertThat(received.identification).isZero();
  }

  @Test
  void shouldLeaveRoomForHeadersWithinTheMtu() {
    assertThat(from(A4, B4).build().maxPayloadBytes()).isEqualTo(1_472);
    assertThat(from(A6, B6).build().maxPayloadBytes()).isEqualTo(1_452);
    assertThat(from(A6, B6).mtuBytes(1_280).build().maxPayloadBytes()).isEqualTo(1_232);
    assertThat(from(A4, B4).mtuBytes(65_575).build().maxPayloadBytes()).isEqualTo(65_507);
    assertThat(from(A6, B6).mtuBytes(65_575).build().maxPayloadBytes()).isEqualTo(65_527);
    assertThat(from(A4, B4).vlan(0x8100, 0, 1).build().maxPayloadBytes()).isEqualTo(1_472);
  }

  @Test
  void shouldRefuseAPayloadThatIsTooLongAndNameTheLengthThatFits() {
    PacketWriter<Integer> writer = from(A4, B4).build().datagrams((length, payload) -> length);
    assertThat(writer.write(1_472, frame)).isEqualTo(1_514);
    assertThatThrownBy(() -> writer.write(1_473, frame))
        .isInstanceOf(XskPacketException.class)
        .hasMessageContaining("payload=1473, maximum=1472, mtu=1500");
    assertThatThrownBy(() -> writer.write(-1, frame)).hasMessageContaining("negative");
  }

  @Test
  void shouldNameTheLengthThatFitsWhenTheWriterLeavesItsPayload() {
    PacketWriter<byte[]> writer = from(A4, B4).build().datagrams(UdpHeadersTest::copy);
    assertThatThrownBy(() -> writer.write(new byte[1_473], frame))
        .isInstanceOf(XskPacketException.class)
        .hasMessageContaining("maximum=1472")
        .hasCauseInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldGiveTheWriterNoMoreThanTheFrameHolds() {
    MemorySegment small = frame.asSlice(0, 100);
    PacketWriter<Integer> writer =
        from(A4, B4).build().datagrams((length, payload) -> (int) payload.byteSize());
    assertThat(writer.write(0, small)).isEqualTo(100);
    PacketWriter<Integer> tooMany = from(A4, B4).build().datagrams((length, payload) -> length);
    assertThatThrownBy(() -> tooMany.write(59, small)).hasMessageContaining("maximum=58");
    assertThat(tooMany.write(0, frame.asSlice(64, 42))).isEqualTo(42);
    assertThatThrownBy(() -> tooMany.write(0, frame.asSlice(64, 20)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldGiveEachFrameItsOwnPayloadAlsoIfAnotherFrameHadItsAddress() {
    MemorySegment memory = Arena.ofAuto().allocate(10_000L * 2_048, 2_048);
    PacketWriter<byte[]> writer = from(A4, B4).build().datagrams(UdpHeadersTest::copy);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10_000; i++) {
        MemorySegment slice = memory.asSlice(i * 2_048L, 1_514); // a new object each time
        byte[] payload = {(byte) i, (byte) round};
        assertThat(ReceivedDatagram.of(slice, writer.write(payload, slice)).payload)
            .isEqualTo(payload);
      }
    }
  }

  @Test
  void shouldSayWhatIsWrongWithASetting() {
    assertThatThrownBy(() -> from(A4, B6)).hasMessageContaining("two families");
    assertThatThrownBy(() -> from(A4, InetSocketAddress.createUnresolved("nowhere", 1)))
        .hasMessageContaining("unresolved");
    assertThatThrownBy(() -> UdpHeaders.builder(A4, B4).build())
        .hasMessageContaining("ethernet(..)");
    assertThatThrownBy(() -> UdpHeaders.builder(A4, B4).ethernet("1:2", "3"))
        .hasMessageContaining("02:00:00:00:00:01");
    assertThatThrownBy(() -> from(A4, B4).vlan(0x8100, 8, 0)).hasMessageContaining("0 to 7");
    assertThatThrownBy(() -> from(A4, B4).vlan(0x8100, 0, 4_096)).hasMessageContaining("4095");
    assertThatThrownBy(() -> from(A4, B4).trafficClass(64, 0)).hasMessageContaining("0 to 63");
    assertThatThrownBy(() -> from(A4, B4).hopLimit(0)).hasMessageContaining("1 to 255");
    assertThatThrownBy(() -> from(A4, B4).mtuBytes(20)).hasMessageContaining("68");
  }

  private static UdpHeaders.Builder from(InetSocketAddress source, InetSocketAddress destination) {
    return UdpHeaders.builder(source, destination)
        .ethernet("02:00:00:00:00:01", "02:00:00:00:00:02");
  }

  private static int copy(byte[] from, MemorySegment payload) {
    payload.asSlice(0, from.length).copyFrom(MemorySegment.ofArray(from));
    return from.length;
  }

  private ReceivedDatagram send(UdpHeaders headers, byte[] payload) {
    int length = headers.<byte[]>datagrams(UdpHeadersTest::copy).write(payload, frame);
    return ReceivedDatagram.of(frame, length);
  }
}
