package reactor.xsk.samples.exporter;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the counters of this machine from /proc and /sys. */
final class HostReader {

  /** USER_HZ: /proc/stat counts hundredths of a second. */
  private static final long TICK_MS = 10;

  private final MachineFiles files;
  private final InterfaceReader interfaces;
  private final DiskReader disks;
  private final IdentityReader identity;
  private final long megahertz;

  HostReader() {
    this(Path.of("/"));
  }

  /** Tests have a root of their own. */
  HostReader(Path root) {
    this.files = new MachineFiles(root);
    this.interfaces = new InterfaceReader(files);
    this.disks = new DiskReader(files);
    this.identity = new IdentityReader(files);
    this.megahertz = megahertz(); // once: on large machines it takes the kernel long to say
  }

  /** Whether /sys shows the network namespace of this process; if not, there are no interfaces. */
  boolean seesOwnNamespace() {
    return interfaces.seesOwnNamespace();
  }

  HostReading read() {
    return new HostReading(
        System.currentTimeMillis(),
        identity.read(),
        interfaces.read(),
        processors(),
        memory(),
        pairs("proc/vmstat"),
        disks.read(),
        snmp());
  }

  private HostReading.Processors processors() {
    List<String> stat = files.lines("proc/stat");
    List<Long> timesMs =
        numbers(stat.getFirst().split("\\s+"), 1).stream().map(it -> it * TICK_MS).toList();
    String[] load = files.lines("proc/loadavg").getFirst().split("[ /]"); // 0.1 0.2 0.3 1/234 5678
    return new HostReading.Processors(
        timesMs,
        Arrays.stream(load).limit(3).map(Float::valueOf).toList(),
        Long.parseLong(load[3]),
        Long.parseLong(load[4]),
        (int) stat.stream().filter(it -> it.matches("cpu\\d+ .*")).count(),
        megahertz,
        (long) Double.parseDouble(files.lines("proc/uptime").getFirst().split(" ")[0]),
        firstOf(stat, "intr"),
        firstOf(stat, "ctxt"));
  }

  private long megahertz() {
    return files.lines("proc/cpuinfo").stream()
        .filter(it -> it.startsWith("cpu MHz"))
        .mapToLong(it -> Math.round(Double.parseDouble(it.substring(it.indexOf(':') + 1))))
        .findFirst()
        .orElse(0);
  }

  private static long firstOf(List<String> lines, String name) {
    return lines.stream()
        .filter(it -> it.startsWith(name + " "))
        .mapToLong(it -> Long.parseLong(it.split(" ")[1]))
        .findFirst()
        .orElse(0);
  }

  private Map<String, Long> memory() {
    Map<String, Long> bytes = pairs("proc/meminfo");
    bytes.replaceAll((name, kibibytes) -> kibibytes * 1_024);
    return bytes;
  }

  /** Lines of a name and a number, with or without a colon. */
  private Map<String, Long> pairs(String file) {
    Map<String, Long> values = new HashMap<>();
    for (String line : files.lines(file)) {
      String[] words = line.split(":?\\s+");
      values.put(words[0], Long.valueOf(words[1]));
    }
    return values;
  }

  /** Two lines for each protocol: the names, then the values. */
  private Map<String, Map<String, Long>> snmp() {
    Map<String, Map<String, Long>> rows = new HashMap<>();
    List<String> lines = files.lines("proc/net/snmp");
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String[] names = lines.get(i).split("\\s+");
      List<Long> values = numbers(lines.get(i + 1).split("\\s+"), 1);
      Map<String, Long> row = new HashMap<>();
      for (int k = 0; k < values.size(); k++) {
        row.put(names[k + 1], values.get(k));
      }
      rows.put(names[0].replace(":", ""), row);
    }
    return rows;
  }

  private static List<Long> numbers(String[] words, int from) {
    return Arrays.stream(words).skip(from).map(Long::valueOf).toList();
  }
}
