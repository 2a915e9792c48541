package reactor.xsk.samples.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureFileTest {

  private static byte[] udp(int sourcePort, int length) {
    ByteBuffer packet = ByteBuffer.allocate(28);
    packet.put(0, (byte) 0x45).putShort(2, (short) length).put(9, (byte) 17);
    packet.putInt(12, 0x0a000001).putInt(16, 0x0a000002);
    packet.putShort(20, (short) sourcePort).putShort(22, (short) 53);
    return packet.array();
  }

  private static byte[] pcap(ByteOrder order, int magic) {
    ByteBuffer file = ByteBuffer.allocate(24 + 2 * (16 + 28)).order(order);
    file.putInt(magic).putInt(0).putLong(0).putInt(65_535).putInt(101);
    for (int i = 0; i < 2; i++) {
      file.putInt(1_700_000_000).putInt(i * 2_000).putInt(28).putInt(28).put(udp(7, 100));
    }
    return file.array();
  }

  @Test
  void shouldReadPcapInBothByteOrders() {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      List<CapturedPacket> packets = CaptureFile.parse(pcap(order, 0xa1b2c3d4));
      assertThat(packets)
          .extracting(CapturedPacket::timeMs)
          .containsExactly(1_700_000_000_000L, 1_700_000_000_002L);
      assertThat(packets.getLast().octets()).isEqualTo(udp(7, 100));
    }
  }

  /** The blocks of the example of draft-ietf-opsawg-pcapng: nanoseconds, options, one packet. */
  @Test
  void shouldReadPcapngWithNanoseconds() {
    String section = "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000";
    String description =
        "01000000 28000000 0100 0000 00000000 0200 0400 65746830 0900 0100 09000000 0000 0000"
            + "28000000";
    String packet =
        "06000000 24000000 00000000 9bc07b18 167948ba 04000000 04000000 01020304 24000000";
    List<CapturedPacket> packets =
        CaptureFile.parse(
            HexFormat.of().parseHex((section + description + packet).replace(" ", "")));
    assertThat(packets).hasSize(1);
    assertThat(packets.getFirst().timeMs()).isEqualTo(0x187bc09bba487916L / 1_000_000);
    assertThat(packets.getFirst().linkType()).isEqualTo(1);
    assertThat(packets.getFirst().octets()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void shouldRefuseAnotherFile() {
    assertThatThrownBy(() -> CaptureFile.parse(new byte[100])).hasMessageContaining("pcapng");
  }

  @Test
  void shouldCountPacketsByFlow() {
    FlowCache cache = new FlowCache(15_000, 60_000);
    assertThat(cache.add(new CapturedPacket(0, 101, udp(1, 100)))).isEmpty();
    assertThat(cache.add(new CapturedPacket(5, 101, udp(2, 50)))).isEmpty();
    assertThat(cache.add(new CapturedPacket(9, 101, udp(1, 40)))).isEmpty();
    assertThat(cache.add(new CapturedPacket(16_000, 101, udp(3, 40))))
        .as("idle flows end")
        .extracting(FlowRecord::octetDeltaCount, FlowRecord::packetDeltaCount)
        .containsExactly(tuple(140L, 2L), tuple(50L, 1L));
    assertThat(cache.endAll())
        .extracting(FlowRecord::sourceTransportPort)
        .containsExactly((short) 3);
  }
}
