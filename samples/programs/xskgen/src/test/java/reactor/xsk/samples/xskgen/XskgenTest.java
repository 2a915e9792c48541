package reactor.xsk.samples.xskgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import reactor.core.publisher.Flux;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.virtual.VirtualKernel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class XskgenTest {

  private final StringWriter output = new StringWriter();

  private int run(String commandLine) {
    return new CommandLine(new Xskgen())
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(output))
        .execute(commandLine.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void shouldShowItsOptions(String help) {
    assertThat(run(help)).isZero();
    assertThat(output.toString()).startsWith("Usage: xskgen").contains("--tx-vlan");
  }

  @ParameterizedTest
  @CsvSource({
    "-r, --rxdrop",
    "-l, --l2fwd",
    "-p, --poll",
    "-O 3, --retries",
    "-m, --no-need-wakeup",
    "-u, --unaligned",
    "-M, --shared-umem",
    "-F, --frags",
    "-w REALTIME, --clock",
    "-W FIFO, --policy",
    "-U 1, --schpri",
    "-I eth0, --irq-string",
    "-R, --reduce-cap"
  })
  void shouldRefuseByNameWhatMakesNoSense(String option, String longName) {
    assertThat(run("-i xsknone0 -t " + option)).isEqualTo(2);
    assertThat(output.toString())
        .contains("%s, %s of xdpsock is not supported: ".formatted(option.split(" ")[0], longName));
  }

  @Test
  void shouldRefuseAnOptionInAClusterAndByItsLongName() {
    assertThat(run("-i xsknone0 -tSp")).isEqualTo(2);
    assertThat(run("-i xsknone0 --shared-umem")).isEqualTo(2);
    assertThat(output.toString()).contains("-p, --poll of").contains("-M, --shared-umem of");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t",
        "-i x -s 63",
        "-i x -s 9729",
        "-i x -S -z",
        "-i x -V -J 4096",
        "-i x -K 8",
        "-i x -P 123456789",
        "-i x -G 02:00:00:00:00",
        "-i x -n 0",
        "-i x -d -1",
        "-i x -b 0",
        "--to nonsense",
        "--to 10.0.0.1:99999",
        "-i x --nonsense"
      })
  void shouldRefuseWhatCannotBeRightAndSayWhatCan(String commandLine) {
    assertThat(run(commandLine)).isEqualTo(2);
    assertThat(output.toString()).contains("Usage: xskgen");
  }

  @Test
  void shouldSayWhyAnInterfaceCannotBeOpened() {
    assertThat(run("-i xsknone0 -t -S -C 1")).isEqualTo(1);
    assertThat(output.toString()).contains("xsknone0").doesNotContain("at reactor.");
  }

  @Test
  void shouldSendExactlyAsManyPacketsAsWereAskedFor() throws InterruptedException {
    try (XskSender sender = sender()) {
      LatencyProbe probe = new LatencyProbe();
      Throwable failure =
          new Load(sender, 100_001, probe).run(2, () -> (item, frame) -> 60, 0, 1, () -> {});

      assertThat(failure).isNull();
      assertThat(sender.counters().accepted()).isEqualTo(100_001);
      assertThat(sender.counters().completed()).isEqualTo(100_001);
    }
  }

  @Test
  void shouldPrintJsonThatProgramsCanRead() throws InterruptedException {
    try (XskSender sender = sender()) {
      LatencyProbe probe = new LatencyProbe();
      PrintWriter out = new PrintWriter(output);
      Progress progress = new Progress(sender, out, OutputStyle.JSON, 5_000, 0);
      new Load(sender, 4_998, null).run(2, () -> (item, frame) -> 60, 0, 1, () -> {});
      probe.send(sender, Flux.just(1), (item, frame) -> 60).block(); // twice one
      progress.interval();
      progress.end();
      new Account(out, OutputStyle.JSON).print(sender, 1, Map.of("a \"reason\"", 3L), probe);
    }

    List<JsonNode> lines =
        output.toString().lines().map(line -> new JsonMapper().readTree(line)).toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0).get("packetsPerSecond").asDouble()).isPositive();
    assertThat(lines.get(1).get("queue").asInt()).isZero();
    assertThat(lines.get(2).get("queue").asInt()).isEqualTo(1);
    assertThat(lines.get(3).get("completed").asLong()).isEqualTo(5_000);
    assertThat(lines.get(4).get("reason").asString()).isEqualTo("a \"reason\"");
    assertThat(lines.get(5).get("latencyMicros").get("p99.9").asDouble()).isPositive();
  }

  @Test
  void shouldKeepTheProgressInOneLineOfATerminal() throws InterruptedException {
    try (XskSender sender = sender()) {
      Progress progress =
          new Progress(sender, new PrintWriter(output), OutputStyle.TERMINAL, 5_000, 0);
      progress.interval();
      new Load(sender, 5_000, null).run(1, () -> (item, frame) -> 60, 0, 1, () -> {});
      progress.interval();
      progress.end();
    }

    assertThat(output.toString())
        .startsWith("\r")
        .contains("[....................] 0 %")
        .contains("[####################] 100 %")
        .endsWith(System.lineSeparator());
    assertThat(output.toString().lines().filter(line -> !line.isBlank())).hasSizeLessThan(4);
  }

  private static XskSender sender() {
    VirtualKernel kernel = VirtualKernel.builder().queues(2).build();
    return XskSender.create(XskConfig.builder("xskgen").virtualKernel(kernel).queues(0, 2).build());
  }
}
