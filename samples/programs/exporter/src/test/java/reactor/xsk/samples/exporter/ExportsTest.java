package reactor.xsk.samples.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of collectors to which no export can be started. */
class ExportsTest {

  private static final Destination ONE = new Destination(Protocol.IPFIX, "one", 4739);
  private static final Destination TWO = new Destination(Protocol.SFLOW, "two", 6343);

  private final List<Destination> tried = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Exports exports =
      new Exports(
          destination -> {
            tried.add(destination);
            throw new IllegalStateException("no route");
          },
          log::add);

  private static long afterRetry() {
    return System.nanoTime() + Exports.RETRY.toNanos();
  }

  private void want(Destination... wanted) {
    exports.want(Set.of(wanted), Duration.ofSeconds(1));
  }

  @Test
  void shouldTryEveryCollectorWhateverBecomesOfTheOthers() {
    want(ONE, TWO);

    assertThat(tried).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(log)
        .containsExactlyInAnyOrder(
            "ipfix one:4739: not started, trying again every 10 s: no route",
            "sflow two:6343: not started, trying again every 10 s: no route");
    assertThat(exports.areOver()).isFalse();
  }

  @Test
  void shouldTryAgainAfterAWhileAndSayTheReasonOnce() {
    want(ONE);
    exports.look(System.nanoTime());
    assertThat(tried).hasSize(1);
    exports.look(afterRetry());

    assertThat(tried).hasSize(2);
    assertThat(log).hasSize(1);
    assertThat(exports.status()).containsExactly("ipfix one:4739: FAILED: no route");
  }

  @Test
  void shouldNotTryAgainWhatIsNotWantedAnyMore() {
    want(ONE, TWO);
    tried.clear();
    want(TWO);
    exports.look(afterRetry());

    assertThat(tried).containsExactly(TWO);
  }

  @Test
  void shouldSayAtTheEndThatACollectorGotNothing() {
    assertThat(exports.end(Duration.ZERO)).as("nothing failed").isTrue();
    want(ONE);

    assertThat(exports.end(Duration.ZERO)).isFalse();
    assertThat(log).last().isEqualTo("ipfix one:4739: FAILED: no route");
  }
}
