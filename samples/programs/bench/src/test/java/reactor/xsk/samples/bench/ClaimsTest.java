package reactor.xsk.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reactor.xsk.samples.bench.Claims.Claim;
import reactor.xsk.samples.bench.Claims.Verdict;

class ClaimsTest {

  private final Results results = new Results();

  private void add(String entrant, double packetsPerSecond) {
    results.add(new Rate(entrant, 64, 1, 0, 1, packetsPerSecond, 1, 1, 0, null, 0.5, null));
  }

  private Claim claim(String start) {
    return Claims.check(results).stream()
        .filter(claim -> claim.what().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldPassARatioThatReachesItsBound() {
    add(Entrant.C_REFERENCE, 100);
    add(Entrant.COPY_32, 97);

    assertThat(claim("copy-32 / c-32").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void shouldFailARatioBelowItsBound() {
    add(Entrant.C_REFERENCE, 100);
    add(Entrant.COPY_32, 96);

    assertThat(claim("copy-32 / c-32").verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void shouldFailALatencyAboveItsBound() {
    results.add(new Latency(Entrant.C_HANDED, 10_000, 1, 1, 1, 10, 1, 1));
    results.add(new Latency(Entrant.COPY_SPIN, 10_000, 1, 1, 1, 16, 1, 1));

    assertThat(claim("latency p99 at 10k pps: copy-spin / c-32-handed").verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void shouldLeaveOpenWhatWasNotMeasured() {
    add(Entrant.C_REFERENCE, 100);

    assertThat(claim("bulk-32 / c-32").verdict()).isEqualTo(Verdict.OPEN);
  }
}
