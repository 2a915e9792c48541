package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.DoctorDocument.assertThatIsShown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.doctor.Diagnosis;
import reactor.xsk.doctor.Doctor;
import reactor.xsk.doctor.Finding;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.VethPair;

/** What the doctor says to root, of the machine or of a namespace, is what docs/doctor.md shows. */
@EveryKernelPort
class DoctorKernelTest {

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldSayWhatTheDocumentShowsOfRoot() throws Exception {
    assertThatIsShown(
        isRootOfTheMachine() ? "Root" : "unshare -Urn", pair.near(), this::examine, true);
  }

  @Test
  void shouldNameTheQueuesThatSocketsHold() {
    try (XskSender sender =
        XskSender.create(XskConfig.builder(pair.near()).frameCount(64).build())) {
      Diagnosis diagnosis = examine();

      assertThat(sender.counters().inFlight()).isZero();
      assertThat(diagnosis.sendingWorks()).isFalse();
      assertThat(diagnosis.findings())
          .filteredOn(finding -> finding.what().equals("AF_XDP sockets"))
          .allSatisfy(
              finding -> assertThat(finding.toString()).containsAnyOf("queue 0", "?    AF_XDP"));
      assertThat(diagnosis.findings())
          .filteredOn(finding -> finding.what().equals("COPY"))
          .singleElement()
          .extracting(Finding::whyNot)
          .asString()
          .contains("EBUSY");
    }
  }

  private Diagnosis examine() {
    return Doctor.examine(pair.near());
  }

  private static boolean isRootOfTheMachine() throws IOException {
    return Files.readString(Path.of("/proc/self/uid_map")).contains("4294967295");
  }
}
