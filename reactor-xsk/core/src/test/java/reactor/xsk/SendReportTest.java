package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendReportTest {

  @Test
  void shouldTakeAnAccountThatAddsUp() {
    SendReport report = new SendReport(10, 4, 3, 2, 1, 2, 240, null);

    assertThat(report.accepted()).isEqualTo(10);
    assertThat(report.lost()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"9, 4, 3, 2, 1", "11, 4, 3, 2, 1", "1, 0, 0, 0, 0", "0, 0, 0, 0, 1"})
  void shouldRefuseAnAccountThatDoesNotAddUp(
      long accepted, long completed, long dropped, long failed, long discarded) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SendReport(accepted, completed, dropped, failed, discarded, 0, 0, null))
        .withMessage(
            "the report does not add up: accepted=%d, completed=%d, dropped=%d, failed=%d,"
                + " discarded=%d, lost=0",
            accepted, completed, dropped, failed, discarded);
  }

  @Test
  void shouldRefuseMoreLostThanFailed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SendReport(2, 1, 0, 1, 0, 2, 60, null))
        .withMessageContaining("failed=1, discarded=0, lost=2");
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 0, 0, 0, true", "0, 0, 0, 0, 0, true", "3, 2, 1, 0, 0, false"})
  @CsvSource({"3, 2, 0, 1, 0, false", "3, 2, 0, 0, 1, false"})
  void shouldBeCleanWhenEveryItemWasCompleted(
      long accepted, long completed, long dropped, long failed, long discarded, boolean clean) {
    SendReport report = new SendReport(accepted, completed, dropped, failed, discarded, 0, 0, null);

    assertThat(report.isClean()).isEqualTo(clean);
  }
}
