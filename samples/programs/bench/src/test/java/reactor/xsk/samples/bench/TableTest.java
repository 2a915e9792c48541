package reactor.xsk.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private final Table table =
      new Table("What.", List.of(List.of("who", "n", "why"), List.of("a|b", "10", "")));

  @Test
  void shouldPutNumbersToTheRightInMarkdown() {
    assertThat(table.markdown())
        .isEqualTo("What.\n\n| who | n | why |\n|---|---:|---|\n| a\\|b | 10 |  |\n");
  }

  @Test
  void shouldLeaveOutAnEmptyLastColumnInMarkdown() {
    Table numbers = new Table("What.", List.of(List.of("who", "n", ""), List.of("a", "10", "")));

    assertThat(numbers.markdown()).isEqualTo("What.\n\n| who | n |\n|---|---:|\n| a | 10 |\n");
  }

  @Test
  void shouldPutNumbersToTheRightInText() {
    assertThat(table.text()).isEqualTo("What.\n\nwho   n  why\na|b  10\n");
  }
}
