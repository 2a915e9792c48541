package reactor.xsk.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long NOW = 1_000_000_000L;

  private final Backoff backoff = new Backoff(256);

  @Test
  void shouldNeitherShrinkNorWaitWhileNothingIsRefused() {
    backoff.recover();

    assertThat(backoff.windowLimit()).isEqualTo(256);
    assertThat(backoff.isWaiting(NOW)).isFalse();
  }

  @Test
  void shouldHalveTheWindowAtEachRefusalDownToABulk() {
    backoff.slowDown();
    assertThat(backoff.windowLimit()).isEqualTo(128);
    for (int i = 0; i < 10; i++) {
      backoff.slowDown();
    }
    assertThat(backoff.windowLimit()).isEqualTo(16);
  }

  @Test
  void shouldNotMakeAWindowLargerThanTheBatch() {
    Backoff small = new Backoff(4);
    small.slowDown();

    assertThat(small.windowLimit()).isEqualTo(4);
  }

  @Test
  void shouldWaitFiftyMicrosecondsFromTheNextLook() {
    backoff.slowDown();

    assertThat(backoff.isWaiting(NOW)).isTrue();
    assertThat(backoff.isWaiting(NOW + 49_999)).isTrue();
    assertThat(backoff.isWaiting(NOW + 50_000)).isFalse();
    assertThat(backoff.isWaiting(NOW + 49_999)).as("it does not begin again").isFalse();
  }

  @Test
  void shouldWaitTwiceAsLongAtTheNextRefusalAndNeverOverAMillisecond() {
    backoff.slowDown();
    backoff.slowDown();
    assertThat(backoff.isWaiting(NOW)).isTrue();
    assertThat(backoff.isWaiting(NOW + 99_999)).isTrue();
    assertThat(backoff.isWaiting(NOW + 100_000)).isFalse();
    for (int i = 0; i < 20; i++) {
      backoff.slowDown();
    }
    assertThat(backoff.isWaiting(NOW)).isTrue();
    assertThat(backoff.isWaiting(NOW + 999_999)).isTrue();
    assertThat(backoff.isWaiting(NOW + 1_000_000)).isFalse();
  }

  @Test
  void shouldComeBackToFullWindowsAndTheShortestWait() {
    for (int i = 0; i < 8; i++) {
      backoff.slowDown();
    }
    int windows = 0;
    for (; backoff.windowLimit() < 256; windows++) {
      int before = backoff.windowLimit();
      backoff.recover();
      assertThat(backoff.windowLimit()).isGreaterThan(before);
    }
    assertThat(windows).isBetween(10, 40);
    assertThat(backoff.windowLimit()).isEqualTo(256);

    backoff.slowDown();
    assertThat(backoff.isWaiting(NOW)).isTrue();
    assertThat(backoff.isWaiting(NOW + 50_000)).isFalse();
  }
}
