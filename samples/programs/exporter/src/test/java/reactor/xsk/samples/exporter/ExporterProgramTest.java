package reactor.xsk.samples.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is wrong with a command line is said before anything is opened, with status 2. */
class ExporterProgramTest {

  private static final int USAGE = CommandLine.ExitCode.USAGE;

  @TempDir Path directory;

  private final StringWriter errors = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new ExporterProgram())
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                            | no collector",
        "--ipfix=one:0                 | the port of \"one:0\"",
        "--ipfix=:4739                 | has no host",
        "--ipfix=one --interval=0      | --interval is",
        "--ipfix=one --interval=-1     | --interval is",
        "--ipfix=one --interval=NaN    | --interval is",
        "--ipfix=one --interval=often  | --interval",
        "--ipfix=one --speed=-1        | --speed is",
        "--ipfix=one --duration=0      | --duration is",
        "--ipfix=one --status=0        | --status is",
        "--ipfix=one --metrics=x       | --metrics",
        "--sflow=one --capture=f.pcap  | sFlow carries samples",
        "--ipfix=one --capture=/none   | /none",
        "--config=/none                | /none",
        "--ipfx=one                    | --ipfx",
      })
  void shouldExplainAWrongOption(String arguments, String message) {
    assertThat(run(arguments.isBlank() ? new String[0] : arguments.split(" "))).isEqualTo(USAGE);
    assertThat(errors.toString()).contains(message).doesNotContain("Exception");
  }

  @Test
  void shouldRefuseToStartWithABrokenConfig() throws IOException {
    Path config = Files.writeString(directory.resolve("c"), "ipfix one\nipfx two\n");

    assertThat(run("--config", config.toString())).isEqualTo(USAGE);
    assertThat(errors.toString())
        .contains("line 2, \"ipfx two\": \"ipfx\" is none of ipfix, netflow9 and sflow");
  }
}
