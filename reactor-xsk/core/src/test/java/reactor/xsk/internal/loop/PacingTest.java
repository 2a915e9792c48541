package reactor.xsk.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskConfig;

class PacingTest {

  private static final long START_NS = 1_000_000_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;

  private static Pacing pacing(UnaryOperator<XskConfig.Builder> settings) {
    return new Pacing(settings.apply(XskConfig.builder("eth0")).build(), START_NS);
  }

  /** Sends all that is due, looking at the time in steps; returns how many left. */
  private static long send(Pacing pacing, long fromNs, long untilNs, long stepNs, int bytes) {
    long sent = 0;
    for (long nowNs = fromNs; nowNs - untilNs < 0; nowNs += stepNs) {
      int due = Math.min(pacing.due(nowNs), 32);
      if (due > 0) {
        pacing.sawSources(true, nowNs);
        pacing.sent(due, (long) due * bytes, nowNs);
        sent += due;
      }
    }
    return sent;
  }

  @Test
  void shouldHoldNothingBackUnlessItIsAskedTo() {
    Pacing none = pacing(it -> it);

    assertThat(none.due(START_NS)).isEqualTo(Integer.MAX_VALUE);
    assertThat(none.waitNs(START_NS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 1_000, 50_000, 200_000, 1_000_000})
  void shouldKeepARateOfPacketsOverFiveSeconds(long rate) {
    Pacing pacing = pacing(it -> it.pace(rate));
    long sent = send(pacing, START_NS, START_NS + 5 * SECOND_NS, 1_003, 60);

    assertThat(sent).isCloseTo(5 * rate, within(Math.max(1, rate / 1_000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 1_514})
  void shouldKeepARateOfBits(int bytes) {
    Pacing pacing = pacing(it -> it.paceBits(100_000_000));
    long sent = send(pacing, START_NS, START_NS + 5 * SECOND_NS, 1_003, bytes);

    assertThat(8L * bytes * sent).isCloseTo(500_000_000L, Percentage.withPercentage(0.1));
  }

  @Test
  void shouldObeyTheLowerOfBothRates() {
    Pacing pacing = pacing(it -> it.pace(1_000).paceBits(1_000_000_000));

    assertThat(send(pacing, START_NS, START_NS + SECOND_NS, 1_003, 60)).isBetween(999L, 1_001L);
  }

  @Test
  void shouldSpacePacketsEvenlyWhereFewAreDue() {
    Pacing pacing = pacing(it -> it.pace(1_000));
    pacing.sawSources(true, START_NS);
    pacing.sent(1, 60, START_NS);

    assertThat(pacing.due(START_NS)).isZero();
    assertThat(pacing.waitNs(START_NS)).isEqualTo(1_000_000);
    assertThat(pacing.due(START_NS + 999_999)).isZero();
    assertThat(pacing.due(START_NS + 1_000_000)).isEqualTo(1);
  }

  @Test
  void shouldGatherATenthOfAMillisecondWhereManyAreDue() {
    Pacing pacing = pacing(it -> it.pace(200_000));
    pacing.sent(20, 20 * 60, START_NS);
    int atOnce = pacing.due(START_NS + 195_000);

    assertThat(pacing.due(START_NS + 194_000)).isZero();
    assertThat(atOnce).isEqualTo(20);
  }

  @Test
  void shouldCatchUpWithNoMoreThanIsAllowed() {
    Pacing pacing = pacing(it -> it.pace(10_000).paceCatchUp(Duration.ofMillis(5)));
    pacing.sawSources(true, START_NS);
    pacing.sent(1, 60, START_NS);
    long laterNs = START_NS + 10 * SECOND_NS;

    assertThat(pacing.due(laterNs)).as("at once").isEqualTo(20);
    assertThat(send(pacing, laterNs, laterNs + SECOND_NS, 1_003, 60)).isBetween(10_049L, 10_052L);
  }

  @Test
  void shouldCatchUpAtNoMoreThanTwiceTheRate() {
    Pacing pacing = pacing(it -> it.pace(200_000));
    pacing.sawSources(true, START_NS);
    pacing.sent(1, 60, START_NS);
    long laterNs = START_NS + SECOND_NS / 20;

    assertThat(send(pacing, laterNs, laterNs + SECOND_NS / 100, 1_003, 60))
        .isBetween(3_900L, 4_000L + 400);
  }

  @Test
  void shouldSendOnePacketAtATimeWithoutCatchingUp() {
    Pacing pacing = pacing(it -> it.pace(1_000).paceCatchUp(Duration.ZERO));
    pacing.sawSources(true, START_NS);
    pacing.sent(1, 60, START_NS);

    assertThat(pacing.due(START_NS + SECOND_NS)).isEqualTo(1);
  }

  @Test
  void shouldNotCatchUpOnAPauseOfTheSources() {
    Pacing pacing = pacing(it -> it.pace(10_000));
    pacing.sawSources(true, START_NS);
    pacing.sent(1, 60, START_NS);
    pacing.sawSources(false, START_NS + 100_000);

    assertThat(pacing.due(START_NS + SECOND_NS)).isEqualTo(1);
  }

  @Test
  void shouldNotCatchUpOnTheTimeBeforeTheFirstPacket() {
    Pacing pacing = pacing(it -> it.pace(1_000));
    long laterNs = START_NS + SECOND_NS;

    assertThat(send(pacing, laterNs, laterNs + SECOND_NS, 1_003, 60)).isBetween(999L, 1_001L);
  }

  @Test
  void shouldCatchUpThoughTheSourcesWereEmptyForAMoment() {
    Pacing pacing = pacing(it -> it.pace(10_000));
    pacing.sawSources(true, START_NS);
    pacing.sent(1, 60, START_NS);
    pacing.sawSources(false, START_NS + 5_000_000);
    pacing.due(START_NS + 5_900_000);
    pacing.sawSources(true, START_NS + 5_900_000);

    assertThat(pacing.due(START_NS + 6_000_000)).isEqualTo(20);
  }
}
