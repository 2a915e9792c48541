package reactor.xsk.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reactor.xsk.samples.bench.Goals.Goal;
import reactor.xsk.samples.bench.Goals.Verdict;

class GoalsTest {

  private final Results results = new Results();

  private void add(String entrant, int round, double packetsPerSecond) {
    results.add(
        new Rate(entrant, 64, round, 0, 1, packetsPerSecond, 1, 1, 0, null, 0.5, null, null));
  }

  private void addFixed(String entrant, int rate, int round, long p99Ns, double corePercent) {
    results.add(new FixedRate(entrant, rate, round, 1, rate, 1, p99Ns, 1, 1, corePercent, 1, null));
  }

  private Goal goal(String ours, String against) {
    return Goals.of(results).stream()
        .filter(goal -> goal.ours().equals(ours) && goal.against().startsWith(against))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldMeetARatioThatReachesItsBound() {
    add(Entrants.C_256, 1, 100);
    add(Entrants.COPY_DEFAULT, 1, 97);

    assertThat(goal(Entrants.COPY_DEFAULT, Entrants.C_256).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void shouldMissARatioBelowItsBound() {
    add(Entrants.C_256, 1, 100);
    add(Entrants.COPY_DEFAULT, 1, 96);

    assertThat(goal(Entrants.COPY_DEFAULT, Entrants.C_256).verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void shouldGoByTheMedianOfTheRounds() {
    for (int round = 1; round <= 3; round++) {
      add(Entrants.C_256, round, 100);
      add(Entrants.COPY_DEFAULT, round, round == 1 ? 10 : 98);
    }

    assertThat(goal(Entrants.COPY_DEFAULT, Entrants.C_256).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void shouldCompareLatenciesRoundByRound() {
    addFixed(Entrants.C_REFERENCE, 10_000, 2, 1_000, 0);
    addFixed(Entrants.C_REFERENCE, 10_000, 1, 10, 0);
    addFixed(Entrants.COPY_POLLED, 10_000, 1, 13, 0);

    Goal goal = goal(Entrants.COPY_POLLED, Entrants.C_REFERENCE);
    assertThat(goal.measured().median()).hasValue(1.3);
    assertThat(goal.verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void shouldKeepTheRatesApartAtWhichCpuTimeIsMeasured() {
    addFixed(Entrants.COPY_PARKED, 1_000, 1, 1, 2);
    addFixed(Entrants.COPY_PARKED, 10_000, 1, 1, 16);

    assertThat(goal(Entrants.COPY_PARKED, "% of a core at 1k/s").verdict()).isEqualTo(Verdict.MET);
    assertThat(goal(Entrants.COPY_PARKED, "% of a core at 10k/s").verdict())
        .isEqualTo(Verdict.MISSED);
  }

  @Test
  void shouldLeaveOpenWhatWasNotMeasured() {
    add(Entrants.C_REFERENCE, 1, 100);

    assertThat(goal(Entrants.bulk(32), Entrants.C_REFERENCE).verdict()).isEqualTo(Verdict.OPEN);
  }
}
