package reactor.xsk.samples.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UdpFrameTest {

  private static final UdpFlow FLOW =
      new UdpFlow(0x020000000001L, 0x0A0B0C0D0E0FL, 0xC0000201, 0xC0000202, 49_152, 9_870);

  private static MemorySegment packet(byte[] payload) {
    MemorySegment frame = MemorySegment.ofArray(new byte[2_048]);
    frame.fill((byte) 0xEE); // what an earlier packet left there
    UdpFrame.payloadOf(frame).copyFrom(MemorySegment.ofArray(payload));
    int length = UdpFrame.writeHeaders(frame, FLOW, payload.length);
    return frame.asSlice(0, length);
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
    UdpFrameReader reader = new UdpFrameReader(FLOW);
    for (int length = 0; length <= 1_472; length++) {
      byte[] payload = random(random, length);

      MemorySegment read = reader.payloadOf(packet(payload));

      assertThat(read.toArray(JAVA_BYTE)).as("length %d", length).isEqualTo(payload);
    }
  }

  @Test
  void shouldRefuseAPacketWithAnyBitFlipped() {
    byte[] good = packet(random(new Random(4), 33)).toArray(JAVA_BYTE);
    UdpFrameReader reader = new UdpFrameReader(FLOW);
    for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
      int at = bit / Byte.SIZE;
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << bit % Byte.SIZE);
      boolean isSourceMac = at >= UdpFrame.SOURCE_MAC && at < UdpFrame.ETHER_TYPE;
      if (!isSourceMac) { // no receiver checks where it came from
        assertThatThrownBy(() -> reader.payloadOf(MemorySegment.ofArray(bad)))
            .as("bit %d of byte %d", bit % Byte.SIZE, at)
            .isInstanceOf(MalformedPacketException.class);
      }
    }
  }

  @Test
  void shouldSendAUdpChecksumOfZeroAsAllOnes() {
    // the last two bytes are chosen so that the sum becomes ffff, and its complement 0
    byte[] payload = new byte[4];
    int without = UdpFrame.unsignedShort(packet(payload), UdpFrame.UDP_CHECKSUM);
    payload[2] = (byte) (without >>> Byte.SIZE);
    payload[3] = (byte) without;

    MemorySegment packet = packet(payload);

    assertThat(UdpFrame.unsignedShort(packet, UdpFrame.UDP_CHECKSUM)).isEqualTo(0xFFFF);
  }

  @Test
  void shouldRefuseAPacketWithoutUdpChecksum() {
    MemorySegment packet = packet(new byte[20]);
    packet.set(NetworkOrder.SHORT, UdpFrame.UDP_CHECKSUM, (short) 0);

    assertThatThrownBy(() -> new UdpFrameReader(FLOW).payloadOf(packet))
        .hasMessageContaining("UDP checksum is there");
  }

  @Test
  void shouldRefuseAPacketShorterThanItsHeaders() {
    assertThatThrownBy(
            () -> new UdpFrameReader(FLOW).payloadOf(MemorySegment.ofArray(new byte[41])))
        .hasMessageContaining("length is wrong: value=41");
  }

  @Test
  void shouldTakeAddressesAsTheyAreWritten() {
    byte[] mac = {0x0A, 0x0B, 0x0C, 0x0D, 0x0E, (byte) 0xFF};

    UdpFlow flow =
        UdpFlow.between(
            mac,
            new byte[] {2, 0, 0, 0, 0, 1},
            new InetSocketAddress("192.0.2.1", 7),
            new InetSocketAddress("255.1.2.3", 65_535));

    assertThat(flow)
        .isEqualTo(
            new UdpFlow(0x0A0B0C0D0EFFL, 0x020000000001L, 0xC0000201, 0xFF010203, 7, 65_535));
  }
}
