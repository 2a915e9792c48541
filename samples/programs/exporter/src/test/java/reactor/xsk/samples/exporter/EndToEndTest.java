package reactor.xsk.samples.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program against nfcapd and sfacctd, in a network namespace of their own: a collector is added
 * while it runs, a broken config changes nothing, one that does not answer holds back no other, and
 * at SIGTERM the books close.
 */
class EndToEndTest {

  private static final int FLOWS = 200;

  @TempDir Path directory;

  @Test
  void shouldCloseTheBooksOfBothCollectorsAtItsEnd() throws Exception {
    requirePrograms("nfcapd");
    Path capture = Files.write(directory.resolve("flows.pcap"), capture());
    String output = run("end-to-end", capture.toString());

    // 128 and SIGTERM, as for every JVM that a signal ends
    assertThat(output).contains("the config was not reloaded: line 1").contains("exit status 143");
    assertThat(stored("first.log")).isEqualTo(sent(output, 4_739)).isPositive();
    assertThat(stored("second.log")).isEqualTo(sent(output, 4_740)).isPositive();
    if (Files.exists(directory.resolve("metrics.txt"))) {
      assertThat(read("metrics.txt"))
          .contains("exporter_records_total{collector=\"ipfix 10.82.0.2:4740\",outcome=\"sent\"}")
          .contains("exporter_events_total{event=\"SenderOpened\"} 1.0")
          .contains("reactor_xsk_items_accepted");
    }
  }

  /** The sequence numbers of a source say how many samples of it there were. */
  @Test
  void shouldBringTheCountersOfThisMachineToSfacctdBesideACollectorThatDoesNotAnswer()
      throws Exception {
    requirePrograms("sfacctd");
    String output = run("end-to-end-sflow");

    assertThat(output)
        .contains("ipfix 10.82.0.9:4739: started")
        .containsPattern("10.82.0.9:4739: ([0-9,]+) offered, 0 sent, \\1 not sent.*given up")
        .contains("exit status 143");
    assertThat(sent(output, 6_343)).isPositive();
    assertThat(read("sfacctd.log")).doesNotContain("expecting flow");
    if (Files.notExists(directory.resolve("no-interfaces"))) {
      List<Integer> numbers = numbersOfAnInterface(read("counters.json"));
      assertThat(numbers)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
    }
  }

  /** Of the interface that the first counters are of, the sequence numbers of its samples. */
  private static List<Integer> numbersOfAnInterface(String counters) {
    List<String> lines = counters.lines().filter(it -> it.contains("\"ifInOctets\"")).toList();
    String first = field(lines.getFirst(), "ifIndex");
    return lines.stream()
        .filter(it -> field(it, "ifIndex").equals(first))
        .map(it -> Integer.valueOf(field(it, "sflow_cnt_seq")))
        .toList();
  }

  private static String field(String line, String name) {
    Matcher field = Pattern.compile("\"" + name + "\": *\"?(\\d+)").matcher(line);
    assertThat(field.find()).as("%s in %s", name, line).isTrue();
    return field.group(1);
  }

  /** Runs a script to its end, and returns what the program printed. */
  private String run(String script, String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(command(script, arguments))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("script.log").toFile())
            .start();
    boolean over = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = read("out.log");
    assertThat(over).as(output).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", read("script.log"), output).isZero();
    return output;
  }

  private static void requirePrograms(String collector) throws Exception {
    String missing = "";
    for (String program : List.of("unshare", "nsenter", "ip", collector)) {
      Process which = new ProcessBuilder("sh", "-c", "command -v " + program).start();
      if (which.waitFor() != 0) {
        missing += " " + program;
      }
    }
    if (missing.isEmpty()) {
      Process unshare = new ProcessBuilder("unshare", "-Urn", "true").start();
      missing = unshare.waitFor() == 0 ? "" : " (a private user namespace)";
    }
    if (!missing.isEmpty()) {
      String reason = "THE END-TO-END TEST IS SKIPPED, there is no" + missing;
      if (System.getProperty("xsk.kernel", "optional").equals("required")) {
        throw new IllegalStateException(reason);
      }
      System.err.println(reason);
    }
    assumeTrue(missing.isEmpty());
  }

  private List<String> command(String script, String... arguments) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>(List.of("unshare", "-Urnm"));
    command.add(Path.of("src/test/sh", script).toAbsolutePath().toString());
    command.add(directory.toString());
    command.addAll(List.of(arguments));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp", classPath));
    command.add(ExporterProgram.class.getName());
    return command;
  }

  /** UDP packets of so many flows in a fifth of a second. */
  private static byte[] capture() {
    ByteBuffer file = ByteBuffer.allocate(24 + FLOWS * (16 + 28)).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xa1b2c3d4).putInt(0).putLong(0).putInt(65_535).putInt(101);
    for (int i = 0; i < FLOWS; i++) {
      file.putInt(1_700_000_000).putInt(i * 1_000).putInt(28).putInt(28);
      ByteBuffer packet = ByteBuffer.allocate(28);
      packet.put(0, (byte) 0x45).putShort(2, (short) 100).put(9, (byte) 17);
      packet.putInt(12, 0x0a000001 + i).putInt(16, 0x0b000001);
      packet.putShort(20, (short) (1_000 + i)).putShort(22, (short) 53);
      file.put(packet.array());
    }
    return file.array();
  }

  /** From the last line of the program on that collector, which closes its own books too. */
  private static long sent(String output, int port) {
    Matcher line =
        Pattern.compile(port + ": ([\\d,]+) offered, ([\\d,]+) sent, ([\\d,]+) not sent")
            .matcher(output);
    long sent = -1;
    long offered = -1;
    long notSent = 0;
    while (line.find()) {
      offered = number(line.group(1));
      sent = number(line.group(2));
      notSent = number(line.group(3));
    }
    assertThat(sent + notSent).isEqualTo(offered);
    return sent;
  }

  private long stored(String log) throws IOException {
    Matcher line = Pattern.compile("Flows: (\\d+), ").matcher(read(log));
    long flows = 0;
    while (line.find()) {
      flows += number(line.group(1));
    }
    return flows;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  private String read(String file) throws IOException {
    Path path = directory.resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }
}
