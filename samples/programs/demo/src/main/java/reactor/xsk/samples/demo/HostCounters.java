package reactor.xsk.samples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what the kernel counts of this machine's interfaces and CPUs. */
final class HostCounters {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final int NET_DEV_HEADER_LINES = 2;
  private static final int TICK_MS = 10;

  private final Path netDev;
  private final Path stat;

  /**
   * Reads from these files anew each time.
   *
   * @param netDev {@code /proc/net/dev}, or what leads to that of another network namespace
   * @param stat {@code /proc/stat}
   */
  HostCounters(Path netDev, Path stat) {
    this.netDev = netDev;
    this.stat = stat;
  }

  /** A record for each interface, and one for all CPUs, as they are now. */
  List<HostRecord> read() {
    List<HostRecord> records = new ArrayList<>();
    lines(netDev).stream()
        .skip(NET_DEV_HEADER_LINES)
        .map(HostCounters::interfaceCounters)
        .forEach(records::add);
    lines(stat).stream()
        .filter(line -> line.startsWith("cpu "))
        .map(HostCounters::cpuTimes)
        .forEach(records::add);
    return records;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the counters of this machine: " + file, e);
    }
  }

  /** {@code eth0: bytes packets errs drop fifo frame compressed multicast bytes packets …}. */
  private static HostRecord interfaceCounters(String line) {
    int colon = line.lastIndexOf(':'); // a name may contain one: eth0:1
    long[] n = numbers(line.substring(colon + 1));
    return new HostRecord.InterfaceCounters(
        line.substring(0, colon).strip(), n[0], n[1], n[8], n[9]);
  }

  /** {@code cpu user nice system idle iowait irq softirq steal …}. */
  private static HostRecord cpuTimes(String line) {
    long[] n = numbers(line.substring(line.indexOf(' ')));
    long idle = n[3] + n[4];
    long busy = n[0] + n[1] + n[2] + n[5] + n[6] + n[7];
    return new HostRecord.CpuTimes(busy * TICK_MS, idle * TICK_MS);
  }

  private static long[] numbers(String text) {
    // unsigned: the kernel's counters wrap at 64 bits
    return SPACES.splitAsStream(text.strip()).mapToLong(Long::parseUnsignedLong).toArray();
  }
}
