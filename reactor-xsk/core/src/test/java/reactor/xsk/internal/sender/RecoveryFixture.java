package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.XskConfig;
import reactor.xsk.support.Numbered;

/** Settings and checks of the tests in which frames do not come back. */
final class RecoveryFixture {

  /** The completion timeout. */
  static final Duration TIMEOUT = Duration.ofMillis(100);

  static final int FRAMES = 16;

  private RecoveryFixture() {}

  /** A small sender that notices soon. */
  static UnaryOperator<XskConfig.Builder> with(LossPolicy policy) {
    return config ->
        config
            .batchSize(4)
            .frameCount(FRAMES)
            .txRingSize(16)
            .completionTimeout(TIMEOUT)
            .lossPolicy(policy);
  }

  /** A stream of numbers. */
  static Ending sent(SteppedSender sender, Flux<Integer> numbers) {
    return Ending.of(sender.send(numbers, Numbered.WRITER));
  }

  /** No frame is out. */
  static void assertAtRest(SteppedSender sender) {
    assertThat(sender.port().inFlight()).as("in flight").isZero();
    assertThat(sender.port().freeFrames()).as("free frames").isEqualTo(FRAMES);
  }
}
