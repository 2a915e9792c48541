package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendResultTest {

  @ParameterizedTest
  @EnumSource
  void shouldBeCompletedWithThatOutcomeOnly(SendOutcome outcome) {
    SendResult<String> result = SendResult.of("item", outcome, null);

    assertThat(result.isCompleted()).isEqualTo(outcome == SendOutcome.COMPLETED);
  }
}
