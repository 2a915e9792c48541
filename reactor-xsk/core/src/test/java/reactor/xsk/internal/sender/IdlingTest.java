package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.internal.sender.Idling.PARK_COST_NS;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.IdleStrategy;
import reactor.xsk.internal.sender.Idling.Step;

/** With a clock that the test moves: 1 µs passes between two passes that find nothing. */
class IdlingTest {

  private static final long PASS_NS = 1_000;
  private static final long SHORT_NS = PARK_COST_NS / 2;
  private static final long LONG_NS = 2 * PARK_COST_NS;

  private final Idling idling = new Idling(IdleStrategy.backoff());
  private long nowNs = 1_000_000_000;

  @Test
  void shouldSpinAtFirstForAsLongAsAParkCosts() {
    assertThat(spunInAGapOf(LONG_NS)).isBetween(PARK_COST_NS, PARK_COST_NS + PASS_NS);
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000, 1_000_000, 1_000_000_000_000L})
  void shouldParkAtOnceAfterALongGap(long gapNs) {
    spunInAGapOf(gapNs);

    assertThat(spunInAGapOf(gapNs)).isZero();
    assertThat(spunInAGapOf(SHORT_NS)).isZero();
  }

  @Test
  void shouldSpinOnWhileGapsAreShort() {
    for (int i = 0; i < 100; i++) {
      assertThat(spunInAGapOf(SHORT_NS)).as("gap %d", i).isEqualTo(SHORT_NS);
    }
  }

  @Test
  void shouldSpinAgainAfterFourShortGaps() {
    spunInAGapOf(LONG_NS);
    for (int i = 0; i < 4; i++) {
      assertThat(spunInAGapOf(SHORT_NS)).as("short gap %d", i).isZero();
    }

    assertThat(spunInAGapOf(SHORT_NS)).isEqualTo(SHORT_NS);
  }

  @Test
  void shouldNotSpinForPacketsWhoseCompletionsAloneComeSoon() {
    spunInAGapOf(LONG_NS);
    for (int i = 0; i < 20; i++) {
      assertThat(spunInAGapOf(SHORT_NS)).as("completion %d", i).isZero();
      assertThat(spunInAGapOf(LONG_NS)).as("packet %d", i).isZero();
    }
  }

  @Test
  void shouldTakeAGapForAsLongAsItTookTheItemToCome() {
    spunInAGapOf(LONG_NS);
    for (int i = 0; i < 4; i++) {
      idling.next(nowNs);
      long cameNs = nowNs + SHORT_NS;
      nowNs += LONG_NS; // the thread woke late
      idling.sawWork(cameNs);
    }

    assertThat(spunInAGapOf(SHORT_NS)).isEqualTo(SHORT_NS);
  }

  @Test
  void shouldSpinWhateverGapsWereWithAFixedNumberOfSpins() {
    Idling fixed = new Idling(IdleStrategy.backoff().withSpinCount(3).withYieldCount(2));
    for (int gap = 0; gap < 3; gap++) {
      for (Step step : new Step[] {Step.SPIN, Step.SPIN, Step.SPIN, Step.YIELD, Step.YIELD}) {
        assertThat(fixed.next(nowNs)).isEqualTo(step);
      }
      assertThat(fixed.next(nowNs)).isEqualTo(Step.PARK);
      nowNs += 1_000_000_000;
      fixed.sawWork(nowNs);
    }
  }

  @Test
  void shouldNeverParkWhenBusy() {
    Idling busy = new Idling(IdleStrategy.busySpin());
    for (int i = 0; i < 10_000; i++, nowNs += 1_000_000) {
      assertThat(busy.next(nowNs)).isEqualTo(Step.SPIN);
    }
  }

  @Test
  void shouldDoubleTheParksUpToTheLongestAndBeginAnewAfterWork() {
    Idling parking =
        new Idling(
            IdleStrategy.backoff().withParks(Duration.ofNanos(2_000), Duration.ofNanos(7_000)));

    long[] parks = {parking.nextParkNs(), parking.nextParkNs(), parking.nextParkNs()};
    parking.sawWork(nowNs);

    assertThat(parks).containsExactly(2_000, 4_000, 7_000);
    assertThat(parking.nextParkNs()).isEqualTo(2_000);
  }

  @Test
  void shouldWakeBeforeWhatIsDueAndSpinTheRest() {
    assertThat(idling.inTimeFor(3 * PARK_COST_NS)).isEqualTo(PARK_COST_NS);
    assertThat(idling.inTimeFor(2 * PARK_COST_NS)).isZero();
    assertThat(idling.inTimeFor(1)).isZero();
    assertThat(new Idling(IdleStrategy.backoff().withSpinCount(1)).inTimeFor(1)).isEqualTo(1);
  }

  /** Lets the loop be idle for so long, and returns how long of this it did not park. */
  private long spunInAGapOf(long gapNs) {
    long beganNs = nowNs;
    while (nowNs - beganNs < gapNs && idling.next(nowNs) != Step.PARK) {
      nowNs += PASS_NS;
    }
    long spunNs = nowNs - beganNs;
    nowNs = beganNs + gapNs;
    idling.sawWork(nowNs);
    return spunNs;
  }
}
