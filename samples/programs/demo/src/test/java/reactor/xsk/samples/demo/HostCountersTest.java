package reactor.xsk.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.xsk.samples.demo.HostRecord.CpuTimes;
import reactor.xsk.samples.demo.HostRecord.InterfaceCounters;

class HostCountersTest {

  private static final String NET_DEV =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
          lo:   77457    1125    0    0    0     0          0         0    77458    1126    0    0    0     0       0          0
      eth0:1:18446744073709551615 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
      """;

  private static final String STAT =
      """
      cpu  10 20 30 40 50 60 70 80 0 0
      cpu0 1 2 3 4 5 6 7 8 0 0
      intr 12345 0 9
      ctxt 678
      """;

  @TempDir Path directory;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void shouldReadEveryInterfaceAndAllCpusTogether() throws IOException {
    HostCounters counters = new HostCounters(file("dev", NET_DEV), file("stat", STAT));

    assertThat(counters.read())
        .containsExactly(
            new InterfaceCounters("lo", 77_457, 1_125, 77_458, 1_126),
            new InterfaceCounters("eth0:1", -1, 2, 9, 10),
            new CpuTimes(2_700, 900));
  }

  @Test
  void shouldReadAnewEachTime() throws IOException {
    Path stat = file("stat", STAT);
    HostCounters counters = new HostCounters(file("dev", NET_DEV), stat);
    counters.read();
    Files.writeString(stat, "cpu  11 20 30 40 50 60 70 80 0 0\n");

    assertThat(counters.read()).contains(new CpuTimes(2_710, 900));
  }

  @Test
  void shouldNameTheFileThatCannotBeRead() throws IOException {
    HostCounters counters = new HostCounters(directory.resolve("none"), file("stat", STAT));

    assertThatThrownBy(counters::read)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none");
  }
}
