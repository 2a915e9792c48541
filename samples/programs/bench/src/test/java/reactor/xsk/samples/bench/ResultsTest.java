package reactor.xsk.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultsTest {

  private final Results results = new Results();

  private void add(String entrant, int size, double packetsPerSecond) {
    add(entrant, size, 0, packetsPerSecond);
  }

  private void add(String entrant, int size, int heat, double packetsPerSecond) {
    results.add(
        new Rate(entrant, size, 1, heat, 1, packetsPerSecond, 1, 1, 0, null, null, null, null));
  }

  @Test
  void shouldTakeTheMiddleOfAnOddNumberOfRounds() {
    add("a", 64, 9);
    add("a", 64, 1);
    add("a", 64, 2);

    assertThat(results.median("a", 64, Rate::packetsPerSecond)).hasValue(2);
  }

  @Test
  void shouldTakeTheMeanOfTheTwoInTheMiddleOfAnEvenNumberOfRounds() {
    add("a", 64, 4);
    add("a", 64, 1);
    add("a", 64, 2);
    add("a", 64, 100);

    assertThat(results.median("a", 64, Rate::packetsPerSecond)).hasValue(3);
  }

  @Test
  void shouldKeepEntrantsAndSizesApart() {
    add("a", 64, 1);
    add("b", 64, 2);
    add("a", 512, 3);

    assertThat(results.median("a", 64, Rate::packetsPerSecond)).hasValue(1);
  }

  @Test
  void shouldCompareThoseThatTookTurns() {
    add("reference", 64, 0, 10);
    add("a", 64, 0, 20);
    add("reference", 64, 1, 5);
    add("b", 64, 1, 20);

    assertThat(results.ratios("a", "reference", 64).median()).hasValue(2);
    assertThat(results.ratios("b", "reference", 64).median()).hasValue(4);
  }

  @Test
  void shouldCompareMediansOfThoseThatNeverTookTurns() {
    add("a", 64, 0, 20);
    add("b", 64, 1, 5);

    assertThat(results.ratios("a", "b", 64).median()).hasValue(4);
  }

  @Test
  void shouldNotCompareWithWhatWasNotMeasured() {
    add("a", 64, 1);

    assertThat(results.ratios("a", "b", 64).median()).isEmpty();
    assertThat(results.ratios("b", "a", 64).median()).isEmpty();
    assertThat(results.ratios("a", "a", 512).median()).isEmpty();
  }

  @Test
  void shouldHaveNoMedianOfWhatWasNotMeasured() {
    add("a", 64, 1);

    assertThat(results.median("a", 64, Rate::systemCalls)).isEmpty();
    assertThat(results.median("b", 64, Rate::packetsPerSecond)).isEmpty();
  }
}
