package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.XskConfig.Builder;

/** The settings of several queues, of rates, and of CPUs. */
class LaneSettingsTest {

  @Test
  void shouldHaveOneQueueByDefaultAndNoRate() {
    XskConfig config = XskConfig.builder("eth0").build();

    assertThat(config.queueCount()).isEqualTo(1);
    assertThat(config.pace()).isZero();
    assertThat(config.paceBits()).isZero();
    assertThat(config.paceCatchUp()).isEqualTo(Duration.ofMillis(100));
    assertThat(config.cpus()).isEmpty();
  }

  @Test
  void shouldTakeTheLastOfQueueAndQueues() {
    assertThat(XskConfig.builder("eth0").queues(2, 4).queue(7).build().queueCount()).isEqualTo(1);
    assertThat(XskConfig.builder("eth0").queue(7).queues(2, 4).build().queue()).isEqualTo(2);
  }

  static Stream<UnaryOperator<Builder>> allowed() {
    return Stream.of(
        it -> it.queues(0, 1_024),
        it -> it.queues(Integer.MAX_VALUE - 3, 4),
        it -> it.pace(1),
        it -> it.pace(1_000_000_000),
        it -> it.queues(0, 4).pace(4),
        it -> it.paceBits(1_000_000_000_000L),
        it -> it.paceCatchUp(Duration.ZERO),
        it -> it.cpus(0, 1_023));
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void shouldTakeTheLeastAndTheMost(UnaryOperator<Builder> settings) {
    assertThat(settings.apply(XskConfig.builder("eth0")).build()).isNotNull();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refused(it -> it.queues(0, 0), "queueCount must be from 1 to 1024: queueCount=0"),
        refused(it -> it.queues(0, 1_025), "queueCount=1025"),
        refused(it -> it.queues(-1, 1), "queue must be 0 or more: queue=-1"),
        refused(it -> it.queues(Integer.MAX_VALUE, 2), "queue=2147483647, queueCount=2"),
        refused(it -> it.pace(-1), "pace must be 0, or from 1 a lane to 1000000000: pace=-1"),
        refused(it -> it.pace(1_000_000_001), "pace=1000000001"),
        refused(it -> it.queues(0, 4).pace(3), "pace=3, queueCount=4"),
        refused(it -> it.paceBits(-1), "paceBits must be 0, or from 1 a lane"),
        refused(it -> it.paceBits(1_000_000_000_001L), "paceBits=1000000000001"),
        refused(it -> it.paceCatchUp(Duration.ofMillis(1_001)), "paceCatchUp=PT1.001S"),
        refused(it -> it.cpus(-1), "cpus must be from 0 to 1023: cpus=[-1]"),
        refused(it -> it.cpus(0, 1_024), "cpus=[0, 1024]"));
  }

  private static Arguments refused(UnaryOperator<Builder> settings, String message) {
    return Arguments.of(settings, message);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldRefuseAValueJustOutsideAndSayWhatIsAllowed(
      UnaryOperator<Builder> settings, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.apply(XskConfig.builder("eth0")).build())
        .withMessageContaining(message);
  }
}
