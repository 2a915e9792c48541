package reactor.xsk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PacketTest {

  private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  private static final byte UNTOUCHED = 0x55;

  private final MemorySegment frame = Arena.ofAuto().allocate(64).fill(UNTOUCHED);

  @Test
  void shouldWriteTheBytesOfAnArray() {
    assertThat(Packet.of(BYTES).writeTo(frame)).isEqualTo(BYTES.length);

    assertThat(written(BYTES.length)).isEqualTo(BYTES);
    assertThat(frame.asSlice(BYTES.length).toArray(JAVA_BYTE)).containsOnly(UNTOUCHED);
  }

  static Stream<ByteBuffer> buffers() {
    ByteBuffer longer = ByteBuffer.allocateDirect(40);
    longer.put(3, BYTES);
    return Stream.of(
        longer.position(3).limit(18),
        longer.asReadOnlyBuffer(),
        ByteBuffer.wrap(BYTES),
        ByteBuffer.allocate(40).put(5, BYTES).position(5).limit(20),
        ByteBuffer.allocate(40).put(5, BYTES).position(2).slice().position(3).limit(18));
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void shouldWriteABufferFromItsPositionToItsLimit(ByteBuffer buffer) {
    assertThat(Packet.of(buffer).writeTo(frame)).isEqualTo(BYTES.length);

    assertThat(written(BYTES.length)).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void shouldNotChangePositionAndLimitOfABuffer(ByteBuffer buffer) {
    int position = buffer.position();
    int limit = buffer.limit();

    Packet.of(buffer).writeTo(frame);

    assertThat(buffer.position()).isEqualTo(position);
    assertThat(buffer.limit()).isEqualTo(limit);
  }

  @Test
  void shouldWriteABufferAsItStoodWhenThePacketWasMade() {
    ByteBuffer buffer = ByteBuffer.wrap(BYTES);
    Packet packet = Packet.of(buffer);
    buffer.position(7).limit(9);

    assertThat(packet.writeTo(frame)).isEqualTo(BYTES.length);
  }

  @Test
  void shouldWriteTheBytesOfASegment() {
    MemorySegment segment = Arena.ofAuto().allocate(BYTES.length);
    segment.copyFrom(MemorySegment.ofArray(BYTES));

    assertThat(Packet.of(segment).writeTo(frame)).isEqualTo(BYTES.length);

    assertThat(written(BYTES.length)).isEqualTo(BYTES);
  }

  @Test
  void shouldWriteASegmentOfALargerElementType() {
    MemorySegment segment = MemorySegment.ofArray(new long[] {-1, -1});

    assertThat(Packet.of(segment).writeTo(frame)).isEqualTo(16);

    assertThat(written(16)).containsOnly(0xFF);
  }

  @Test
  void shouldShowLaterChangesBecauseNothingIsCopied() {
    byte[] bytes = BYTES.clone();
    Packet packet = Packet.of(bytes);
    bytes[0] = 99;

    packet.writeTo(frame);

    assertThat(frame.get(JAVA_BYTE, 0)).isEqualTo((byte) 99);
  }

  @Test
  void shouldFillAFrameToItsLastByte() {
    assertThat(Packet.of(new byte[64]).writeTo(frame)).isEqualTo(64);

    assertThat(written(64)).containsOnly(0);
  }

  @Test
  void shouldWriteNothingAndSayHowLongItIsWhenItDoesNotFit() {
    assertThat(Packet.of(new byte[65]).writeTo(frame)).isEqualTo(65);

    assertThat(written(64)).containsOnly(UNTOUCHED);
  }

  @Test
  void shouldWriteTheSameAgainEachTime() {
    Packet packet = Packet.of(ByteBuffer.wrap(BYTES));
    packet.writeTo(frame);
    frame.fill(UNTOUCHED);

    assertThat(packet.writeTo(frame)).isEqualTo(BYTES.length);
    assertThat(written(BYTES.length)).isEqualTo(BYTES);
  }

  private byte[] written(int length) {
    return frame.asSlice(0, length).toArray(JAVA_BYTE);
  }
}
