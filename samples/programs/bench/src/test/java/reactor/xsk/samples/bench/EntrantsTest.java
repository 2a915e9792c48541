package reactor.xsk.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EntrantsTest {

  @Test
  void shouldNameEachAtFullSpeedOnce() {
    assertThat(Entrants.all()).extracting(Entrant::id).doesNotHaveDuplicates();
    assertThat(Entrants.all()).extracting(Entrant::label).doesNotHaveDuplicates();
  }

  @Test
  void shouldRunEachOfTheTableInAHeat() {
    List<Entrant> run = Heat.all().stream().flatMap(heat -> heat.entrants().stream()).toList();

    assertThat(run).containsAll(Entrants.all());
  }

  @Test
  void shouldKnowEntrantsOfEachGoal() {
    List<String> ids =
        Stream.of(Entrants.all(), Entrants.ofLatency(), Entrants.ofLoad())
            .flatMap(List::stream)
            .map(Entrant::id)
            .toList();

    assertThat(Goals.of(new Results()))
        .allSatisfy(
            goal -> {
              assertThat(ids).contains(goal.ours());
              if (goal.isRatio()) {
                assertThat(ids).contains(goal.against().replaceFirst(",.*", ""));
              }
            });
  }

  @Test
  void shouldSayOfThoseThatSendNothingThatTheyDoNot() {
    assertThat(Entrants.ofLoad())
        .filteredOn(it -> !it.sends())
        .extracting(Entrant::id)
        .containsExactly(Entrants.PACE_PARKED, Entrants.WAKE_PARKED);
  }

  @Test
  void shouldHaveSettingsOfTheirOwnForEachPointOfASeries() {
    Map<List<Object>, Long> counts =
        Growth.all().stream()
            .flatMap(series -> series.points().stream())
            .flatMap(
                point ->
                    point.entrants().stream().map(it -> List.<Object>of(it.id(), point.size())))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(counts.values()).containsOnly(1L);
  }

  @Test
  void shouldHaveAnEntrantForEachLineOfASeries() {
    assertThat(Growth.all())
        .allSatisfy(
            series ->
                assertThat(series.points())
                    .allSatisfy(
                        point -> assertThat(point.entrants()).hasSameSizeAs(series.lines())));
  }
}
