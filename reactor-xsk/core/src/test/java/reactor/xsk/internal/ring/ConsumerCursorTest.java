package reactor.xsk.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerCursorTest {

  private static final int ENTRIES = 8;
  private static final int SHORTLY_BEFORE_WRAP = 0xFFFF_FFF0;

  @Test
  void shouldHaveNothingAvailableAtFirst() {
    assertThat(new ConsumerCursor(ENTRIES, 5).available()).isZero();
  }

  @Test
  void shouldTakeEntriesInOrderUntilNoneIsAvailable() {
    ConsumerCursor cursor = new ConsumerCursor(ENTRIES, 0);
    cursor.see(2);

    assertThat(new int[] {cursor.next(), cursor.next()}).containsExactly(0, 1);
    assertThat(cursor.available()).isZero();
    assertThat(cursor.consumed()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, SHORTLY_BEFORE_WRAP, 0x7FFF_FFFC, 0xFFFF_FFFC, 0xFFFF_FFFF})
  void shouldAcceptAFullRingWhereverTheIndexStands(int start) {
    ConsumerCursor cursor = new ConsumerCursor(ENTRIES, start);

    assertThat(cursor.see(start + ENTRIES)).isTrue();
    assertThat(cursor.available()).isEqualTo(ENTRIES);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, SHORTLY_BEFORE_WRAP, 0x7FFF_FFFC, 0xFFFF_FFFC, 0xFFFF_FFFF})
  void shouldRefuseAProducerMoreThanARingAhead(int start) {
    assertThat(new ConsumerCursor(ENTRIES, start).see(start + ENTRIES + 1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, SHORTLY_BEFORE_WRAP, 0x7FFF_FFFC, 0xFFFF_FFFF})
  void shouldRefuseAProducerBehindTheConsumer(int start) {
    assertThat(new ConsumerCursor(ENTRIES, start).see(start - 1)).isFalse();
  }

  @Test
  void shouldGoThroughTheSlotsInOrderAcrossTheWrap() {
    ConsumerCursor cursor = new ConsumerCursor(ENTRIES, SHORTLY_BEFORE_WRAP);

    for (int i = 0; i < 64; i++) {
      assertThat(cursor.see(SHORTLY_BEFORE_WRAP + i + 1)).isTrue();
      assertThat(cursor.available()).isEqualTo(1);
      assertThat(cursor.next()).as("slot of entry %d", i).isEqualTo(i % ENTRIES);
    }
    assertThat(cursor.consumed()).isEqualTo(0x30);
  }
}
