package reactor.xsk.samples.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import reactor.xsk.doctor.Doctor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {

  private final StringWriter output = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new DoctorCommand())
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(output))
        .execute(arguments);
  }

  @Test
  void shouldSayByItsStatusWhetherSendingWorks() {
    assertThat(run()).isEqualTo(Doctor.examine().sendingWorks() ? 0 : 1);
    assertThat(output.toString()).contains("AF_XDP").contains("Sending ");
  }

  @Test
  void shouldRefuseAnInterfaceThatIsNotThere() {
    assertThat(run("xsknone0")).isEqualTo(1);
  }

  @Test
  void shouldPrintJsonThatProgramsCanRead() {
    int status = run("--json", "lo");

    JsonNode root = new JsonMapper().readTree(output.toString());
    assertThat(root.get("sendingWorks").asBoolean()).isEqualTo(status == 0);
    assertThat(root.get("findings"))
        .extracting(finding -> finding.get("what").asString())
        .contains("kernel", "batch transmit", "queues", "XDP features");
    assertThat(root.get("findings"))
        .isNotEmpty()
        .allSatisfy(
            finding ->
                assertThat(finding.get("verdict").asString())
                    .isIn("GRANTED", "REFUSED", "UNKNOWN"));
  }

  @Test
  void shouldExplainItselfWhenTheOptionsAreWrong() {
    assertThat(run("--nonsense")).isEqualTo(2);
    assertThat(output.toString()).contains("INTERFACE").contains("--json");
  }
}
