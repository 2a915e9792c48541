package reactor.xsk.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompilationsTest {

  private final Results results = new Results();

  /** One second of measurement. */
  private void add(String entrant, @Nullable Double compileMillis) {
    results.add(new Rate(entrant, 64, 1, 0, 100, 100, 1, 1, 0, null, null, null, compileMillis));
  }

  @Test
  void shouldSumUpWhatWasCompiledAndNameWhoCompiledMost() {
    add("a", 0.25);
    add("b", 20.0);

    assertThat(Compilations.describe(results))
        .startsWith("20 ms of CPU time in 2.0 s")
        .contains("(1.01 %)", "less than a millisecond in 1 of 2", "20 ms (b)");
  }

  @Test
  void shouldNotCountProgramsThatAreNoJvm() {
    add("c", null);
    add("a", 0.0);

    assertThat(Compilations.describe(results)).contains("in 1.0 s", "1 of 1");
  }

  @Test
  void shouldSayThatNoJvmWasMeasured() {
    add("c", null);

    assertThat(Compilations.describe(results)).isEqualTo("no JVM was measured at full speed");
  }
}
