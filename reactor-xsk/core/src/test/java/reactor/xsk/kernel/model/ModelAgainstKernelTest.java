package reactor.xsk.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.XskException;
import reactor.xsk.kernel.support.RealKernel;

/**
 * The same scenarios on the model and on the running kernel, in copy mode: outcomes, accounts and
 * messages are the same, but for names and numbers of interfaces.
 */
@RealKernel
class ModelAgainstKernelTest {

  static Stream<Scenario> scenarios() {
    return Stream.concat(PacketScenarios.all(), DeviceScenarios.all());
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldDoOnTheModelWhatTheKernelDoes(Scenario scenario) {
    List<String> onModel = transcript(scenario, new ModelWorld());
    List<String> onKernel = onKernel(scenario);

    assertThat(onModel).isEqualTo(onKernel);
  }

  private static List<String> onKernel(Scenario scenario) {
    try {
      return transcript(scenario, new VethWorld());
    } catch (XskException e) {
      assumeFalse(e.hint().contains("need Linux 6.6"), e.getMessage());
      throw e;
    }
  }

  private static List<String> transcript(Scenario scenario, World world) {
    try (world) {
      return scenario.transcript().apply(world);
    }
  }

  @Test
  void shouldCompareManyScenarios() {
    assertThat(scenarios()).hasSizeGreaterThanOrEqualTo(20);
  }
}
