package reactor.xsk.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long NOW = 1_000_000_000L;

  private final Pace pace = new Pace(256);

  @Test
  void shouldNeitherShrinkNorWaitWhileNothingIsRefused() {
    pace.recover();

    assertThat(pace.windowLimit()).isEqualTo(256);
    assertThat(pace.isWaiting(NOW)).isFalse();
  }

  @Test
  void shouldHalveTheWindowAtEachRefusalDownToABulk() {
    pace.slowDown();
    assertThat(pace.windowLimit()).isEqualTo(128);
    for (int i = 0; i < 10; i++) {
      pace.slowDown();
    }
    assertThat(pace.windowLimit()).isEqualTo(16);
  }

  @Test
  void shouldNotMakeAWindowLargerThanTheBatch() {
    Pace small = new Pace(4);
    small.slowDown();

    assertThat(small.windowLimit()).isEqualTo(4);
  }

  @Test
  void shouldWaitFiftyMicrosecondsFromTheNextLook() {
    pace.slowDown();

    assertThat(pace.isWaiting(NOW)).isTrue();
    assertThat(pace.isWaiting(NOW + 49_999)).isTrue();
    assertThat(pace.isWaiting(NOW + 50_000)).isFalse();
    assertThat(pace.isWaiting(NOW + 49_999)).as("it does not begin again").isFalse();
  }

  @Test
  void shouldWaitTwiceAsLongAtTheNextRefusalAndNeverOverAMillisecond() {
    pace.slowDown();
    pace.slowDown();
    assertThat(pace.isWaiting(NOW)).isTrue();
    assertThat(pace.isWaiting(NOW + 99_999)).isTrue();
    assertThat(pace.isWaiting(NOW + 100_000)).isFalse();
    for (int i = 0; i < 20; i++) {
      pace.slowDown();
    }
    assertThat(pace.isWaiting(NOW)).isTrue();
    assertThat(pace.isWaiting(NOW + 999_999)).isTrue();
    assertThat(pace.isWaiting(NOW + 1_000_000)).isFalse();
  }

  @Test
  void shouldComeBackToFullWindowsAndTheShortestWait() {
    for (int i = 0; i < 8; i++) {
      pace.slowDown();
    }
    int windows = 0;
    for (; pace.windowLimit() < 256; windows++) {
      int before = pace.windowLimit();
      pace.recover();
      assertThat(pace.windowLimit()).isGreaterThan(before);
    }
    assertThat(windows).isBetween(10, 40);
    assertThat(pace.windowLimit()).isEqualTo(256);

    pace.slowDown();
    assertThat(pace.isWaiting(NOW)).isTrue();
    assertThat(pace.isWaiting(NOW + 50_000)).isFalse();
  }
}
