package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.internal.linux.SocketPlan.Binding;

class SocketPlanTest {

  @ParameterizedTest
  @CsvSource({
    "2, 2, 2",
    "100, 64, 128",
    "128, 64, 128",
    "129, 64, 256",
    "32, 2048, 2048",
    "1048576, 2048, 1048576"
  })
  void shouldHaveACompletionRingThatHoldsEveryFrame(int frameCount, int txRing, int entries) {
    assertThat(plan(frameCount, 2_048, txRing).completionRingSize()).isEqualTo(entries);
  }

  @Test
  void shouldNotOverflowInTheLargestUmem() {
    assertThat(plan(1 << 20, 4_096, 2_048).umemBytes()).isEqualTo(4_294_967_296L);
  }

  @Test
  void shouldDescribeWhatIdentifiesTheSocket() {
    assertThat(plan(8, 2_048, 8).describe()).isEqualTo("interface=eth0, queue=1, mode=ZERO_COPY");
  }

  private static SocketPlan plan(int frameCount, int frameSize, int txRing) {
    return SocketPlans.of("eth0", 1, Binding.ZERO_COPY, frameCount, frameSize, txRing, 2, 2);
  }
}
