package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendReportTest {

  @Test
  void shouldTakeAnAccountThatAddsUp() {
    SendReport report =
        SendReport.builder()
            .accepted(10)
            .completed(4)
            .dropped(3)
            .failed(2)
            .discarded(1)
            .lost(2)
            .bytes(240)
            .build();

    assertThat(report.accepted()).isEqualTo(10);
    assertThat(report.lost()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"9, 4, 3, 2, 1", "11, 4, 3, 2, 1", "1, 0, 0, 0, 0", "0, 0, 0, 0, 1"})
  void shouldRefuseAnAccountThatDoesNotAddUp(
      long accepted, long completed, long dropped, long failed, long discarded) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SendReport.builder()
                    .accepted(accepted)
                    .completed(completed)
                    .dropped(dropped)
                    .failed(failed)
                    .discarded(discarded)
                    .build())
        .withMessage(
            "the report does not add up: accepted=%d, completed=%d, dropped=%d, failed=%d,"
                + " discarded=%d, lost=0",
            accepted, completed, dropped, failed, discarded);
  }

  @Test
  void shouldRefuseMoreLostThanFailed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SendReport.builder().accepted(2).completed(1).failed(1).lost(2).bytes(60).build())
        .withMessageContaining("failed=1, discarded=0, lost=2");
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 0, 0, 0, true", "0, 0, 0, 0, 0, true", "3, 2, 1, 0, 0, false"})
  @CsvSource({"3, 2, 0, 1, 0, false", "3, 2, 0, 0, 1, false"})
  void shouldBeCleanWhenEveryItemWasCompleted(
      long accepted, long completed, long dropped, long failed, long discarded, boolean clean) {
    SendReport report =
        SendReport.builder()
            .accepted(accepted)
            .completed(completed)
            .dropped(dropped)
            .failed(failed)
            .discarded(discarded)
            .build();

    assertThat(report.isClean()).isEqualTo(clean);
  }
}
