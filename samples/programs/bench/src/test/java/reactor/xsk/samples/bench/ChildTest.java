package reactor.xsk.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.xsk.samples.bench.Child.UnavailableException;

class ChildTest {

  private static Child start(String script) throws IOException, UnavailableException {
    return Child.start(List.of("sh", "-c", script));
  }

  @Test
  void shouldReadTheFiguresOfAnAnswer() throws Exception {
    try (Child child = start("echo READY; read line; echo sent=3  kicks=1")) {
      assertThat(child.figures()).containsEntry("sent", 3L).containsEntry("kicks", 1L);
    }
  }

  @Test
  void shouldSayWhyAnEntrantCannotRun() {
    assertThatThrownBy(() -> start("echo UNAVAILABLE bind: EBUSY"))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("bind: EBUSY");
  }

  @Test
  void shouldSayThatAnEntrantEndedBeforeItSent() {
    assertThatThrownBy(() -> start("exit 1"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("ended before it sent");
  }

  @Test
  void shouldFailWhenTheEntrantHasEnded() throws Exception {
    try (Child child = start("echo READY; read line")) {
      assertThatThrownBy(child::figures).isInstanceOf(IOException.class);
    }
  }
}
