package reactor.xsk.samples.demo;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.xsk.PacketWriter;
import reactor.xsk.net.UdpHeaders;

class PacketReaderTest {

  private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.1", 49_152);
  private static final InetSocketAddress TO = new InetSocketAddress("192.0.2.2", 9_870);
  private static final PacketWriter<byte[]> WRITER =
      UdpHeaders.builder(FROM, TO)
          .ethernet("02:00:00:00:00:01", "0a:0b:0c:0d:0e:0f")
          .build()
          .datagrams(PacketReaderTest::copy);

  private static int copy(byte[] bytes, MemorySegment payload) {
    MemorySegment.copy(bytes, 0, payload, JAVA_BYTE, 0, bytes.length);
    return bytes.length;
  }

  private static MemorySegment packet(byte[] payload) {
    MemorySegment frame = MemorySegment.ofArray(new byte[2_048]);
    frame.fill((byte) 0xEE); // what an earlier packet left there
    return frame.asSlice(0, WRITER.write(payload, frame));
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void shouldMatchAPacketMadeByHand() {
    // both checksums were worked out with a program that shares no code with this one
    MemorySegment packet = packet(new byte[] {'h', 'i', '!'});

    assertThat(HexFormat.of().formatHex(packet.toArray(JAVA_BYTE)))
        .isEqualTo(
            "0a0b0c0d0e0f"
                + "020000000001"
                + "0800"
                + "4500001f00004000"
                + "4011b6ca"
                + "c0000201"
                + "c0000202"
                + "c000268e000b0bdc"
                + "686921");
  }

  @Test
  void shouldBeReadBackForEveryPayloadLength() {
    Random random = new Random(3);
    PacketReader reader = new PacketReader(FROM, TO);
    for (int length = 0; length <= 1_472; length++) {
      byte[] payload = random(random, length);

      MemorySegment read = reader.payloadOf(packet(payload));

      assertThat(read.toArray(JAVA_BYTE)).as("length %d", length).isEqualTo(payload);
    }
  }

  @Test
  void shouldRefuseAPacketWithAnyBitFlipped() {
    byte[] good = packet(random(new Random(4), 33)).toArray(JAVA_BYTE);
    PacketReader reader = new PacketReader(FROM, TO);
    for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
      int at = bit / Byte.SIZE;
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << bit % Byte.SIZE);
      if (at >= 12) { // the reader leaves MAC addresses to the interface
        assertThatThrownBy(() -> reader.payloadOf(MemorySegment.ofArray(bad)))
            .as("bit %d of byte %d", bit % Byte.SIZE, at)
            .isInstanceOf(MalformedPacketException.class);
      }
    }
  }

  @Test
  void shouldRefuseAPacketWithoutUdpChecksum() {
    MemorySegment packet = packet(new byte[20]);
    packet.set(JAVA_SHORT_UNALIGNED, PacketReader.UDP_CHECKSUM, (short) 0);

    assertThatThrownBy(() -> new PacketReader(FROM, TO).payloadOf(packet))
        .hasMessageContaining("UDP checksum is there");
  }

  @Test
  void shouldRefuseAPacketShorterThanItsHeaders() {
    assertThatThrownBy(
            () -> new PacketReader(FROM, TO).payloadOf(MemorySegment.ofArray(new byte[41])))
        .hasMessageContaining("length is wrong: value=41");
  }
}
