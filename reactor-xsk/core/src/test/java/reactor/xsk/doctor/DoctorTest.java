package reactor.xsk.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskSupport;

/** The part that needs no namespace; it asks the kernel and changes nothing. */
class DoctorTest {

  @Test
  void shouldAgreeWithWhatProgramsAreTold() {
    Diagnosis diagnosis = Doctor.examine();

    assertThat(diagnosis.sendingWorks()).isEqualTo(XskSupport.isAvailable());
    assertThat(diagnosis.findings()).extracting(Finding::what).contains("kernel", "AF_XDP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xsknone0", "a-name-of-more-than-fifteen-bytes", "", "a/b"})
  @EnabledOnOs(value = OS.LINUX, disabledReason = "interfaces are those of Linux")
  void shouldRefuseAnInterfaceThatIsNotThere(String name) {
    Diagnosis diagnosis = Doctor.examine(name);

    assertThat(diagnosis.sendingWorks()).isFalse();
    assertThat(diagnosis.toString()).endsWith("Sending does not work.\n");
  }

  @Test
  void shouldSayOfEachFindingWhatBelongsToItsVerdict() {
    List<Finding> findings =
        List.of(
            Finding.granted("mode", "COPY", "queue 0"),
            Finding.refused("mode", "ZERO_COPY", "the driver has none", "use mode COPY"),
            Finding.unknown("mode", "BULK", "the kernel cannot be asked"));

    assertThat(findings).extracting(Finding::granted).containsExactly("queue 0", null, null);
    assertThat(findings)
        .extracting(Finding::whyNot)
        .containsExactly(null, "the driver has none", "the kernel cannot be asked");
    assertThat(findings).extracting(Finding::remedy).containsExactly(null, "use mode COPY", null);
    assertThat(new Diagnosis(findings, true))
        .hasToString(
            """
            mode
              yes  COPY               queue 0
              no   ZERO_COPY          the driver has none
                                      try: use mode COPY
              ?    BULK               the kernel cannot be asked
            Sending works.
            """);
  }
}
