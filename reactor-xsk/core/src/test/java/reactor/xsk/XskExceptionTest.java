package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XskExceptionTest {

  private static final SendReport REPORT =
      SendReport.builder().accepted(3).completed(2).discarded(1).bytes(120).build();

  @Test
  void shouldSayAllItsPartsInOneSentence() {
    assertThat(new XskException("bind(AF_XDP)", 16, "EBUSY", "queue=3", "try another queue", null))
        .hasMessage("bind(AF_XDP) failed: EBUSY (16): queue=3 — try another queue");
  }

  @Test
  void shouldNameNoErrnoWhereNoCallFailed() {
    assertThat(new XskException("create", 0, "mode BULK is missing", "queue=3", "use AUTO", null))
        .hasMessage("create failed: mode BULK is missing: queue=3 — use AUTO");
  }

  @Test
  void shouldLeaveOutValuesWhereThereAreNone() {
    assertThat(new XskException("kick", 6, "ENXIO", "", "create a new sender", null))
        .hasMessage("kick failed: ENXIO (6) — create a new sender");
  }

  @Test
  void shouldKeepItsParts() {
    Throwable cause = new IllegalStateException();
    XskException failure = new XskException("kick", 6, "ENXIO", "queue=3", "try", cause);

    assertThat(failure.operation()).isEqualTo("kick");
    assertThat(failure.errno()).isEqualTo(6);
    assertThat(failure.reason()).isEqualTo("ENXIO");
    assertThat(failure.values()).isEqualTo("queue=3");
    assertThat(failure.hint()).isEqualTo("try");
    assertThat(failure).hasCause(cause);
    assertThat(failure.report()).isNull();
  }

  @Test
  void shouldKeepItsPartsWhenItEndsAStream() {
    XskException failure = new XskException("kick", 6, "ENXIO", "queue=3", "try", null);

    XskException ending = failure.endingStream(REPORT);

    assertThat(ending).hasMessage(failure.getMessage()).hasCause(failure);
    assertThat(ending.report()).isEqualTo(REPORT);
    assertThat(ending.errno()).isEqualTo(6);
    assertThat(ending.operation()).isEqualTo("kick");
    assertThat(ending.values()).isEqualTo("queue=3");
    assertThat(failure.report()).as("of the failure itself").isNull();
  }

  @Test
  void shouldStayAClosedExceptionWhenItEndsAStream() {
    XskClosedException closed = new XskClosedException("interface=eth0");

    XskException ending = closed.endingStream(REPORT);

    assertThat(ending)
        .isInstanceOf(XskClosedException.class)
        .hasMessageStartingWith("send failed: the sender is closed: interface=eth0 — ")
        .hasCause(closed);
    assertThat(ending.report()).isEqualTo(REPORT);
  }

  @Test
  void shouldStayACompletionExceptionWhenItEndsAStream() {
    XskException failure = new XskCompletionException("a frame is overdue", "frame=3", "rebuild");

    XskException ending = failure.endingStream(REPORT);

    assertThat(ending)
        .isInstanceOf(XskCompletionException.class)
        .hasMessage("completion failed: a frame is overdue: frame=3 — rebuild")
        .hasCause(failure);
    assertThat(ending.report()).isEqualTo(REPORT);
  }
}
