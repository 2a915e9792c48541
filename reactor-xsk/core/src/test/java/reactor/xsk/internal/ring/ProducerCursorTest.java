package reactor.xsk.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.support.RandomSequences;

class ProducerCursorTest {

  private static final int ENTRIES = 8;
  private static final int SHORTLY_BEFORE_WRAP = 0xFFFF_FFF0;

  @Test
  void shouldHaveAllEntriesFreeAtFirst() {
    ProducerCursor cursor = new ProducerCursor(ENTRIES, 0);

    assertThat(cursor.free()).isEqualTo(ENTRIES);
    assertThat(cursor.pending()).isZero();
  }

  @Test
  void shouldHandOutSlotsInOrder() {
    ProducerCursor cursor = new ProducerCursor(4, 0);

    assertThat(new int[] {cursor.next(), cursor.next(), cursor.next()}).containsExactly(0, 1, 2);
  }

  @Test
  void shouldCountEntriesAsPendingUntilTheConsumerIsSeenBehindThem() {
    ProducerCursor cursor = new ProducerCursor(ENTRIES, 0);
    cursor.next();
    cursor.next();
    cursor.next();

    cursor.see(2);

    assertThat(cursor.pending()).isEqualTo(1);
    assertThat(cursor.free()).isEqualTo(ENTRIES - 1);
    assertThat(cursor.consumedSeen()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, SHORTLY_BEFORE_WRAP, 0x7FFF_FFFC, 0xFFFF_FFFF})
  void shouldHaveNothingFreeWhenFullWhereverTheIndexStands(int start) {
    ProducerCursor cursor = new ProducerCursor(ENTRIES, start);

    for (int i = 0; i < ENTRIES; i++) {
      cursor.next();
    }

    assertThat(cursor.free()).isZero();
    assertThat(cursor.pending()).isEqualTo(ENTRIES);
    assertThat(cursor.produced()).isEqualTo(start + ENTRIES);
  }

  @Test
  void shouldGoThroughTheSlotsInOrderAcrossTheWrap() {
    ProducerCursor cursor = new ProducerCursor(ENTRIES, SHORTLY_BEFORE_WRAP);

    for (int i = 0; i < 64; i++) {
      assertThat(cursor.next()).as("slot of entry %d", i).isEqualTo(i % ENTRIES);
      cursor.see(cursor.produced());
      assertThat(cursor.free()).as("free after entry %d", i).isEqualTo(ENTRIES);
    }
    assertThat(cursor.produced()).isEqualTo(0x30);
  }

  @Test
  void shouldFindTheSlotOfAnIndexBehindTheWrap() {
    ProducerCursor cursor = new ProducerCursor(ENTRIES, 0);

    assertThat(cursor.slot(0xFFFF_FFFF)).isEqualTo(7);
    assertThat(cursor.slot(0x8000_0001)).isEqualTo(1);
  }

  @Test
  void shouldAgreeWithWideArithmeticInRandomSequences() {
    RandomSequences.run(
        50,
        random -> {
          int entries = 1 << (1 + random.nextInt(6));
          long produced = 0xFFFF_FFF0L - random.nextInt(64);
          long consumed = produced;
          ProducerCursor cursor = new ProducerCursor(entries, (int) produced);
          for (int step = 0; step < 500; step++) {
            if (random.nextBoolean() && produced - consumed < entries) {
              assertThat(cursor.next()).isEqualTo((int) (produced % entries));
              produced++;
            } else if (produced > consumed) {
              consumed += 1 + random.nextInt((int) (produced - consumed));
              cursor.see((int) consumed);
            }
            assertThat(cursor.pending()).isEqualTo((int) (produced - consumed));
            assertThat(cursor.free()).isEqualTo(entries - (int) (produced - consumed));
          }
        });
  }
}
