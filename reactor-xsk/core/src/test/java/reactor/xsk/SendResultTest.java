package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendResultTest {

  @ParameterizedTest
  @EnumSource
  void shouldBeCompletedWithThatOutcomeOnly(SendOutcome outcome) {
    SendResult<String> result = SendResult.of("item", outcome, null);

    assertThat(result.isCompleted()).isEqualTo(outcome == SendOutcome.COMPLETED);
  }

  @Test
  void shouldHaveTheTimeThatItWasMadeWith() {
    assertThat(SendResult.of("item", SendOutcome.COMPLETED, null).transmitTimeNs()).isEmpty();
    assertThat(SendResult.of("item", SendOutcome.COMPLETED, null, 7).transmitTimeNs()).hasValue(7);
  }

  @Test
  void shouldEqualAResultOfTheSameTimeOnly() {
    SendResult<String> result = SendResult.of("item", SendOutcome.COMPLETED, null, 7);

    assertThat(result).isEqualTo(SendResult.of("item", SendOutcome.COMPLETED, null, 7));
    assertThat(result).isNotEqualTo(SendResult.of("item", SendOutcome.COMPLETED, null, 8));
  }
}
