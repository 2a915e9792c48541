package reactor.xsk.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.xsk.internal.linux.bpf.LoadedProgram;

class AttachedProgramTest {

  @Test
  void shouldSayWhatItIsCalledAndWhatKeepsItThere() {
    LoadedProgram byLink = new LoadedProgram("xsk_pass", 0, 3);
    LoadedProgram byNetlink = new LoadedProgram("xdp_filter", 1_000, 0);

    assertThat(AttachedProgram.describe(7, byLink, List.of("4711 (java)")))
        .isEqualTo("id 7, xsk_pass of user 0, attached by link 3, held by 4711 (java)");
    assertThat(AttachedProgram.describe(7, byNetlink, List.of()))
        .isEqualTo("id 7, xdp_filter of user 1000, attached until somebody detaches it");
  }

  @Test
  void shouldSayHowToLearnItsNameWithoutThePrivilege() {
    assertThat(AttachedProgram.describe(7, null, List.of()))
        .isEqualTo("id 7 (its name: bpftool prog show id 7, as root)");
  }
}
