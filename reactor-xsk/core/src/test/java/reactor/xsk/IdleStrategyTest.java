package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleStrategyTest {

  private static final Duration MICROSECOND = Duration.ofNanos(1_000);

  @Test
  void shouldHaveTheDocumentedDefault() {
    assertThat(IdleStrategy.backoff())
        .hasToString(
            "IdleStrategy[learning=true, spinCount=2000, yieldCount=0, minPark=PT0.00002S,"
                + " maxPark=PT0.001S]");
  }

  @Test
  void shouldNeverStopSpinningWhenBusy() {
    assertThat(IdleStrategy.busySpin().spinCount()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shouldLearnUntilItIsGivenANumberOfSpins() {
    assertThat(IdleStrategy.backoff().withYieldCount(1).isLearning()).isTrue();
    assertThat(IdleStrategy.backoff().withParks(MICROSECOND, MICROSECOND).isLearning()).isTrue();
    assertThat(IdleStrategy.backoff().withSpinCount(2_000).isLearning()).isFalse();
    assertThat(IdleStrategy.busySpin().isLearning()).isFalse();
    assertThat(IdleStrategy.backoff()).isNotEqualTo(IdleStrategy.backoff().withSpinCount(2_000));
  }

  @Test
  void shouldTakeTheLeastAndTheMost() {
    IdleStrategy least = with(0, 0, MICROSECOND, MICROSECOND);
    IdleStrategy most = with(0, 0, Duration.ofSeconds(1), Duration.ofSeconds(1));

    assertThat(least.maxPark()).isEqualTo(MICROSECOND);
    assertThat(most.minPark()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1"})
  void shouldRefuseNegativeCounts(int spins, int yields) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(spins, yields, MICROSECOND, MICROSECOND))
        .withMessage(
            "spinCount and yieldCount must be 0 or more: spinCount=%d, yieldCount=%d",
            spins, yields);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.000000999S, PT0.001S", // too short
    "PT0.002S, PT0.001S", // the wrong way round
    "PT0.001S, PT1.000000001S" // too long
  })
  void shouldRefuseParksOutOfRange(Duration minPark, Duration maxPark) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(0, 0, minPark, maxPark))
        .withMessage(
            "1 µs <= minPark <= maxPark <= 1 s does not hold: minPark=%s, maxPark=%s",
            minPark, maxPark);
  }

  private static IdleStrategy with(int spins, int yields, Duration minPark, Duration maxPark) {
    return IdleStrategy.backoff()
        .withSpinCount(spins)
        .withYieldCount(yields)
        .withParks(minPark, maxPark);
  }
}
