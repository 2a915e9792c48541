package reactor.xsk.internal.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class FrameMemoryTest {

  private static final FrameGeometry GEOMETRY = new FrameGeometry(3, 2_048);

  private final MemorySegment umem = Arena.ofAuto().allocate(3 * 2_048, 4_096);

  @Test
  void shouldCutEachFrameWhereItsAddressSays() {
    FrameMemory memory = new FrameMemory(umem, GEOMETRY, 1_514, 2_048);

    memory.slice(2).set(JAVA_BYTE, 0, (byte) 0x5A);

    assertThat(umem.get(JAVA_BYTE, 4_096)).isEqualTo((byte) 0x5A);
  }

  @Test
  void shouldBeAsLongAsTheLongestPacketOfTheInterfaceWithATag() {
    FrameMemory memory = new FrameMemory(umem, GEOMETRY, 1_514, 2_048);

    assertThat(memory.maxPacketBytes()).isEqualTo(1_514);
    assertThat(memory.slice(0).byteSize()).isEqualTo(1_518);
  }

  @Test
  void shouldBeNoLongerThanAFrameWhenTheInterfaceTakesMore() {
    FrameMemory memory = new FrameMemory(umem, GEOMETRY, 9_014, 2_048);

    assertThat(memory.maxPacketBytes()).isEqualTo(2_048);
    assertThat(memory.slice(2).byteSize()).isEqualTo(2_048);
  }

  @Test
  void shouldLeaveATagTheRoomThatThereIs() {
    FrameMemory memory = new FrameMemory(umem, GEOMETRY, 2_046, 2_048);

    assertThat(memory.maxPacketBytes()).isEqualTo(2_046);
    assertThat(memory.slice(2).byteSize()).isEqualTo(2_048);
  }

  @Test
  void shouldNotLetAWriterLeaveItsFrame() {
    MemorySegment frame = new FrameMemory(umem, GEOMETRY, 1_514, 2_048).slice(1);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> frame.set(JAVA_BYTE, 1_518, (byte) 1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> frame.set(JAVA_BYTE, -1, (byte) 1));
  }

  @Test
  void shouldHandOutTheSameSegmentEachTimeSoThatNothingIsAllocated() {
    FrameMemory memory = new FrameMemory(umem, GEOMETRY, 1_514, 2_048);

    assertThat(memory.slice(1)).isSameAs(memory.slice(1));
  }
}
