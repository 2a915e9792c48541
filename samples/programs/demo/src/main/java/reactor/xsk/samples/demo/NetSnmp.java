package reactor.xsk.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The IP stack's counters of this network namespace: {@code /proc/net/snmp}. */
final class NetSnmp {

  private static final Path FILE = Path.of("/proc/net/snmp");

  private NetSnmp() {}

  static Refusals refusals() {
    try {
      return refusals(Files.readAllLines(FILE));
    } catch (IOException e) {
      throw new DemoFailure("cannot read the IP stack's counters: " + e, e);
    }
  }

  static Refusals refusals(List<String> lines) {
    Map<String, Long> ip = section(lines, "Ip:");
    Map<String, Long> udp = section(lines, "Udp:");
    long checksums = get(udp, "InCsumErrors");
    long overflows = get(udp, "RcvbufErrors");
    // InErrors is the sum of all kinds, those two included
    long others = get(udp, "InErrors") - checksums - overflows;
    return new Refusals(get(ip, "InHdrErrors"), checksums, overflows, others);
  }

  private static long get(Map<String, Long> section, String counter) {
    Long value = section.get(counter);
    if (value == null) {
      throw new DemoFailure(
          FILE + " has no counter " + counter, new IllegalStateException(section.toString()));
    }
    return value;
  }

  /** A section is two lines with the same first word: names, then values. */
  private static Map<String, Long> section(List<String> lines, String prefix) {
    Map<String, Long> values = new HashMap<>();
    List<String[]> rows =
        lines.stream().filter(l -> l.startsWith(prefix)).map(l -> l.split(" ")).toList();
    if (rows.size() == 2) {
      for (int i = 1; i < Math.min(rows.get(0).length, rows.get(1).length); i++) {
        values.put(rows.get(0)[i], Long.valueOf(rows.get(1)[i]));
      }
    }
    return values;
  }
}
