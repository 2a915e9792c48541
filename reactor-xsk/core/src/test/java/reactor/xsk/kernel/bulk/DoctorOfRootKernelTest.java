package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.DoctorDocument.assertThatIsShown;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.doctor.Diagnosis;
import reactor.xsk.doctor.Doctor;
import reactor.xsk.doctor.Finding;
import reactor.xsk.internal.bpf.PassProgram;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.kernel.support.Privileges;
import reactor.xsk.kernel.support.VethPair;

/**
 * What the doctor says to the root of the machine who has lost something, as docs/doctor.md shows.
 */
@BulkKernel
class DoctorOfRootKernelTest {

  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_PERFMON = 38;
  private static final int CAP_BPF = 39;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldSayWhatTheDocumentShowsWithoutCapNetRaw() throws Exception {
    assertThatIsShown("No CAP_NET_RAW", pair.near(), () -> without(Privileges.CAP_NET_RAW), false);
  }

  /** Without any of them root is an ordinary user. */
  @Test
  void shouldSayWhatTheDocumentShowsOfAnOrdinaryUser() throws Exception {
    assertThatIsShown(
        "An ordinary user",
        pair.near(),
        () ->
            without(
                Privileges.CAP_NET_RAW,
                CAP_NET_ADMIN,
                Privileges.CAP_IPC_LOCK,
                CAP_PERFMON,
                CAP_BPF),
        false);
  }

  @Test
  void shouldSayWhatTheDocumentShowsOfAnInterfaceThatIsDown() throws Exception {
    VethPair.down(pair.near());

    assertThatIsShown("An interface that is down", pair.near(), this::examine, false);
  }

  @Test
  void shouldSayWhichProgramIsAttachedAndWhoHoldsIt() {
    PassProgram program = PassProgram.attach(new FfmLinuxCalls(), pair.near());
    try {
      assertThat(xdpProgram())
          .matches(
              "id \\d+, xsk_pass of user 0, attached by link \\d+, held by .*"
                  + ProcessHandle.current().pid()
                  + " \\(java\\).*");
    } finally {
      program.close();
    }
    assertThat(xdpProgram()).isEqualTo("none");
  }

  @Test
  void shouldNameTheQueueThatASocketHolds() {
    try (XskSender sender =
        XskSender.create(
            XskConfig.builder(pair.near()).mode(XskMode.COPY).frameCount(64).build())) {
      assertThat(sender.mode()).isEqualTo(XskMode.COPY);
      assertThat(granted("AF_XDP sockets"))
          .as("with the inode where the kernel has CONFIG_XDP_SOCKETS_DIAG")
          .matches("queue 0( \\(socket:\\[\\d+]\\))?");
    }
  }

  private String xdpProgram() {
    return granted("XDP program");
  }

  private String granted(String what) {
    return examine().findings().stream()
        .filter(finding -> finding.what().equals(what))
        .map(Finding::granted)
        .findFirst()
        .orElseThrow();
  }

  private Diagnosis examine() {
    return Doctor.examine(pair.near());
  }

  private Diagnosis without(int... capabilities) throws Exception {
    Callable<Diagnosis> action = this::examine;
    for (int capability : capabilities) {
      Callable<Diagnosis> inner = action;
      action = () -> Privileges.without(capability, inner);
    }
    return action.call();
  }
}
