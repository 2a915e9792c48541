package reactor.xsk.samples.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import reactor.xsk.samples.telemetry.Reading.CpuTimes;
import reactor.xsk.samples.telemetry.Reading.InterfaceCounters;

/** Reads what the kernel counts of this machine's interfaces and CPUs. */
public final class HostCounters {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final int NET_DEV_HEADER_LINES = 2;

  private final Path netDev;
  private final Path stat;

  /**
   * Reads from these files anew each time.
   *
   * @param netDev {@code /proc/net/dev}, or what leads to that of another network namespace
   * @param stat {@code /proc/stat}
   */
  public HostCounters(Path netDev, Path stat) {
    this.netDev = netDev;
    this.stat = stat;
  }

  /** One reading for each interface and each CPU, as they are now. */
  public List<Reading> read() {
    List<Reading> readings = new ArrayList<>();
    lines(netDev).stream()
        .skip(NET_DEV_HEADER_LINES)
        .map(HostCounters::interfaceCounters)
        .forEach(readings::add);
    lines(stat).stream()
        .filter(line -> line.startsWith("cpu"))
        .map(HostCounters::cpuTimes)
        .forEach(readings::add);
    return readings;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the counters of this machine: " + file, e);
    }
  }

  /** {@code eth0: bytes packets errs drop fifo frame compressed multicast bytes packets …}. */
  static InterfaceCounters interfaceCounters(String line) {
    int colon = line.lastIndexOf(':'); // a name may contain one: eth0:1
    long[] n = numbers(line.substring(colon + 1));
    return new InterfaceCounters(
        line.substring(0, colon).strip(), n[0], n[1], n[2], n[3], n[8], n[9], n[10], n[11]);
  }

  /** {@code cpu0 user nice system idle iowait irq softirq steal …}. */
  static CpuTimes cpuTimes(String line) {
    int space = line.indexOf(' ');
    long[] n = numbers(line.substring(space));
    return new CpuTimes(line.substring(0, space), n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
  }

  private static long[] numbers(String text) {
    // unsigned: the kernel's counters wrap at 64 bits
    return SPACES.splitAsStream(text.strip()).mapToLong(Long::parseUnsignedLong).toArray();
  }
}
