package reactor.xsk.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameGeometryTest {

  private static final FrameGeometry FOUR_FRAMES = new FrameGeometry(4, 2_048);

  @Test
  void shouldPutFramesOneBehindTheOther() {
    assertThat(FOUR_FRAMES.address(0)).isZero();
    assertThat(FOUR_FRAMES.address(3)).isEqualTo(6_144);
  }

  @Test
  void shouldFindEachFrameAtItsAddress() {
    for (int frame = 0; frame < 4; frame++) {
      assertThat(FOUR_FRAMES.frameAt(FOUR_FRAMES.address(frame))).isEqualTo(frame);
    }
  }

  @Test
  void shouldNotOverflowInTheLargestUmem() {
    FrameGeometry largest = new FrameGeometry(1 << 20, 4_096);
    int last = (1 << 20) - 1;

    assertThat(largest.address(last)).isEqualTo(0xFFFF_F000L);
    assertThat(largest.frameAt(0xFFFF_F000L)).isEqualTo(last);
    assertThat(largest.frameAt(0x1_0000_0000L)).isEqualTo(FrameGeometry.NO_FRAME);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 2_047, 2_049, 4_100})
  void shouldFindNoFrameAtAMisalignedAddress(long address) {
    assertThat(FOUR_FRAMES.frameAt(address)).isEqualTo(FrameGeometry.NO_FRAME);
  }

  @ParameterizedTest
  @ValueSource(longs = {8_192, 1L << 32, 1L << 48, Long.MAX_VALUE - 2_047})
  void shouldFindNoFrameBehindTheLast(long address) {
    assertThat(FOUR_FRAMES.frameAt(address)).isEqualTo(FrameGeometry.NO_FRAME);
  }

  @ParameterizedTest
  @ValueSource(longs = {-2_048, Long.MIN_VALUE})
  void shouldFindNoFrameAtANegativeAddress(long address) {
    assertThat(FOUR_FRAMES.frameAt(address)).isEqualTo(FrameGeometry.NO_FRAME);
  }
}
