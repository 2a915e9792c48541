package reactor.xsk.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TxRingTest {

  private static final int ENTRIES = 4;
  private static final int DESCRIPTOR_BYTES = 16;

  private final RingFixture shared = RingFixture.of(ENTRIES, DESCRIPTOR_BYTES, 0);
  private final TxRing ring = new TxRing(shared.ring);

  @Test
  void shouldWriteAddressLengthAndOptionsWhereTheKernelReadsThem() {
    ring.put(0x1000, 60, 0);
    ring.put(0x1_2345_6800L, 1_514, 0x8000_0000);

    assertThat(shared.longAt(16)).isEqualTo(0x1_2345_6800L);
    assertThat(shared.intAt(16 + 8)).isEqualTo(1_514);
    assertThat(shared.intAt(16 + 12)).isEqualTo(0x8000_0000);
  }

  @Test
  void shouldWriteSeveralDescriptorsBehindEachOtherAndAroundTheEnd() {
    fill();
    ring.submit();
    shared.setConsumer(ENTRIES);
    ring.room(ENTRIES);
    ring.put(0x1000, 60, 0);
    ring.put(0x2000, 60, 0);

    ring.put(new long[] {0x3000, 0x4000, 0x5000, 0x6000}, new int[] {61, 62, 63, 0}, 3, 1, 2);

    assertThat(new long[] {shared.longAt(32), shared.longAt(48), shared.longAt(0)})
        .containsExactly(0x3000, 0x4000, 0x5000);
    assertThat(new int[] {shared.intAt(32 + 8), shared.intAt(48 + 8), shared.intAt(8)})
        .containsExactly(61, 62, 63);
    assertThat(new int[] {shared.intAt(32 + 12), shared.intAt(48 + 12), shared.intAt(12)})
        .as("options")
        .containsExactly(1, 1, 2);
    assertThat(shared.longAt(16)).as("behind them").isEqualTo(0x2000);
    assertThat(ring.produced()).isEqualTo(ENTRIES + 5);
  }

  @Test
  void shouldReserveNoMoreThanWanted() {
    assertThat(ring.room(3)).isEqualTo(3);
  }

  @Test
  void shouldReserveNoMoreThanIsFree() {
    ring.put(0, 60, 0);

    assertThat(ring.room(ENTRIES)).isEqualTo(ENTRIES - 1);
  }

  @Test
  void shouldReserveNothingWhenTheKernelHasTakenNothing() {
    fill();

    assertThat(ring.room(1)).isZero();
  }

  @Test
  void shouldReserveAgainWhatTheKernelHasTaken() {
    fill();
    shared.setConsumer(3);

    assertThat(ring.room(ENTRIES)).isEqualTo(3);
    assertThat(ring.consumed()).isEqualTo(3);
  }

  @Test
  void shouldCountAsPendingWhatTheKernelHasNotTaken() {
    fill();
    shared.setConsumer(1);

    assertThat(ring.pending()).isEqualTo(3);
    assertThat(ring.consumed()).isEqualTo(1);
  }

  @Test
  void shouldReadBackTheAddressOfAnIndex() {
    ring.put(0x800, 60, 0);
    ring.put(0x1800, 60, 0);

    assertThat(ring.addressAt(0)).isEqualTo(0x800);
    assertThat(ring.addressAt(1)).isEqualTo(0x1800);
    assertThat(ring.produced()).isEqualTo(2);
  }

  @Test
  void shouldNeedAWakeupWhenTheKernelHasSetBitZero() {
    shared.setFlags(0b01);

    assertThat(ring.needsWakeup()).isTrue();
  }

  @Test
  void shouldNeedNoWakeupWhenOnlyOtherBitsAreSet() {
    shared.setFlags(0b10);

    assertThat(ring.needsWakeup()).isFalse();
  }

  @Test
  void shouldGoOnWhereTheIndicesStand() {
    RingFixture used = RingFixture.of(ENTRIES, DESCRIPTOR_BYTES, 7);
    used.setProducer(9);

    TxRing goingOn = new TxRing(used.ring);

    assertThat(goingOn.pending()).isEqualTo(2);
    assertThat(goingOn.room(ENTRIES)).isEqualTo(2);
  }

  @Test
  void shouldCarryEveryDescriptorAcrossTheWrap() {
    RingFixture wrapping = RingFixture.of(ENTRIES, DESCRIPTOR_BYTES, 0xFFFF_FFF0);
    TxRing late = new TxRing(wrapping.ring);

    for (int i = 0; i < 32; i++) {
      assertThat(late.room(ENTRIES)).isEqualTo(ENTRIES);
      late.put(i * 2_048L, 60 + i, 0);
      late.submit();

      int slot = i % ENTRIES;
      assertThat(wrapping.longAt(slot * 16L)).isEqualTo(i * 2_048L);
      assertThat(wrapping.intAt(slot * 16L + 8)).isEqualTo(60 + i);
      assertThat(wrapping.producer()).isEqualTo(0xFFFF_FFF0 + i + 1);
      assertThat(late.pending()).isEqualTo(1);
      wrapping.setConsumer(wrapping.producer());
    }
    assertThat(late.pending()).isZero();
  }

  @Test
  void shouldShowIndicesAsTheUnsignedNumbersTheyAre() {
    TxRing late = new TxRing(RingFixture.of(ENTRIES, DESCRIPTOR_BYTES, 0xFFFF_FFF0).ring);

    assertThat(late).hasToString("TxRing(produced=4294967280, consumed=4294967280, free=4)");
  }

  private void fill() {
    for (int i = 0; i < ENTRIES; i++) {
      ring.put(i * 2_048L, 60, 0);
    }
    ring.submit();
  }
}
