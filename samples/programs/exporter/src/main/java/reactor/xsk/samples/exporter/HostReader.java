package reactor.xsk.samples.exporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the counters of this machine from /proc and /sys. */
final class HostReader {

  /** USER_HZ: /proc/stat counts hundredths of a second. */
  private static final long TICK_MS = 10;

  private final Path proc;
  private final Path net;

  HostReader() {
    this(Path.of("/proc"), Path.of("/sys/class/net"));
  }

  HostReader(Path proc, Path net) {
    this.proc = proc;
    this.net = net;
  }

  HostReading read() {
    return new HostReading(
        System.currentTimeMillis(), interfaces(), cpu(), memory(), snmp(), load());
  }

  private List<HostReading.Interface> interfaces() {
    List<HostReading.Interface> interfaces = new ArrayList<>();
    for (String line : lines("net/dev").stream().skip(2).toList()) { // two lines of titles
      String name = line.substring(0, line.indexOf(':')).strip();
      List<Long> cells = numbers(line.substring(line.indexOf(':') + 1).strip().split("\\s+"), 0);
      interfaces.add(
          new HostReading.Interface(
              index(name),
              name,
              cells.get(0),
              cells.get(1),
              cells.get(2),
              cells.get(3),
              cells.get(7),
              cells.get(8),
              cells.get(9),
              cells.get(10),
              cells.get(11)));
    }
    return interfaces;
  }

  /** 0, unknown, for an interface that has gone since. */
  private int index(String name) {
    try {
      return Integer.parseInt(Files.readString(net.resolve(name).resolve("ifindex")).strip());
    } catch (IOException gone) {
      return 0;
    }
  }

  private List<Long> cpu() {
    String[] words = lines("stat").getFirst().split("\\s+");
    return numbers(words, 1).stream().map(it -> it * TICK_MS).toList();
  }

  private Map<String, Long> memory() {
    Map<String, Long> values = new HashMap<>();
    for (String line : lines("meminfo")) {
      String[] words = line.split("\\s+");
      values.put(words[0].replace(":", ""), Long.parseLong(words[1]) * 1_024);
    }
    return values;
  }

  /** Two lines for each protocol: the names, then the values. */
  private Map<String, List<Long>> snmp() {
    Map<String, List<Long>> rows = new HashMap<>();
    List<String> lines = lines("net/snmp");
    for (int i = 1; i < lines.size(); i += 2) {
      String[] words = lines.get(i).split("\\s+");
      rows.put(words[0].replace(":", ""), numbers(words, 1));
    }
    return rows;
  }

  private List<Float> load() {
    return Arrays.stream(lines("loadavg").getFirst().split(" "))
        .limit(3)
        .map(Float::valueOf)
        .toList();
  }

  private static List<Long> numbers(String[] words, int from) {
    return Arrays.stream(words).skip(from).map(Long::valueOf).toList();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
