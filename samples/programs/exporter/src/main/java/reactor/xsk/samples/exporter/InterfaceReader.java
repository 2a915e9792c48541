package reactor.xsk.samples.exporter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the interfaces from /sys/class/net: the counters of 64 bits that netlink has too
 * (Documentation/networking/statistics.rst of the kernel), and the state of the link.
 *
 * <p>A mount of sysfs shows the network namespace that it was made in, which need not be that of
 * this process; /proc/net/dev always shows the process's own. So the two are compared at first.
 */
final class InterfaceReader {

  private static final String NET = "sys/class/net";
  private static final int COMPARISONS =
      3; // an interface may come, go or be reset between readings
  private static final int IFF_UP = 0x1;
  private static final int IFF_PROMISC = 0x100;
  private static final long MEGA = 1_000_000;

  private final MachineFiles files;
  private final boolean ownNamespace;

  InterfaceReader(MachineFiles files) {
    this.files = files;
    this.ownNamespace = isOwnNamespace();
  }

  /** Whether /sys shows the network namespace of this process; if not, there are no interfaces. */
  boolean seesOwnNamespace() {
    return ownNamespace;
  }

  List<HostReading.Interface> read() {
    List<HostReading.Interface> interfaces = new ArrayList<>();
    for (String name : ownNamespace ? files.directories(NET) : List.<String>of()) {
      int index = index(name);
      HostReading.Interface reading = read(name, index);
      if (index > 0 && index == index(name)) { // else it is gone, and its counters read as 0
        interfaces.add(reading);
      }
    }
    return interfaces;
  }

  private HostReading.Interface read(String name, int index) {
    long flags = number(name, "flags", 0);
    return new HostReading.Interface(
        index,
        name,
        (int) number(name, "type", 0),
        Math.max(0, number(name, "speed", 0)) * MEGA, // -1 where the driver does not know it
        HostReading.Duplex.of(value(name, "duplex")),
        (flags & IFF_UP) != 0,
        isOperational(name),
        (flags & IFF_PROMISC) != 0,
        macAddress(name),
        counter(name, "rx_bytes"),
        counter(name, "rx_packets"),
        counter(name, "rx_errors"),
        // what the card had no buffer for was dropped too, as /proc/net/dev says
        counter(name, "rx_dropped") + counter(name, "rx_missed_errors"),
        counter(name, "multicast"),
        counter(name, "tx_bytes"),
        counter(name, "tx_packets"),
        counter(name, "tx_errors"),
        counter(name, "tx_dropped"));
  }

  /** Loopback and some virtual devices do not keep a state: there the carrier says it. */
  private boolean isOperational(String name) {
    String state = value(name, "operstate");
    return "up".equals(state) || ("unknown".equals(state) && number(name, "carrier", 0) == 1);
  }

  /** Six octets, or null where there is no address of that kind. */
  private byte @Nullable [] macAddress(String name) {
    String text = value(name, "address");
    if (text == null || text.length() != 17 || text.equals("00:00:00:00:00:00")) {
      return null;
    }
    return HexFormat.ofDelimiter(":").parseHex(text);
  }

  private int index(String name) {
    return (int) number(name, "ifindex", 0);
  }

  private long counter(String name, String counter) {
    return number(name, "statistics/" + counter, 0);
  }

  private long number(String name, String file, long otherwise) {
    return files.number("%s/%s/%s".formatted(NET, name, file), otherwise);
  }

  private @Nullable String value(String name, String file) {
    return files.value("%s/%s/%s".formatted(NET, name, file));
  }

  /** The same interfaces, with counters that lie between two readings of the process's own. */
  private boolean isOwnNamespace() {
    for (int i = 0; i < COMPARISONS; i++) {
      Map<String, Long> before = ownReceivedBytes();
      Map<String, Long> here = new HashMap<>();
      files.directories(NET).forEach(it -> here.put(it, counter(it, "rx_bytes")));
      Map<String, Long> after = ownReceivedBytes();
      if (here.keySet().equals(before.keySet())
          && here.keySet().equals(after.keySet())
          && here.entrySet().stream()
              .allMatch(
                  it ->
                      before.getOrDefault(it.getKey(), 0L) <= it.getValue()
                          && it.getValue() <= after.getOrDefault(it.getKey(), 0L))) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Long> ownReceivedBytes() {
    Map<String, Long> bytes = new HashMap<>();
    for (String line : files.lines("proc/net/dev").stream().skip(2).toList()) { // two of titles
      int colon = line.indexOf(':');
      String counters = line.substring(colon + 1).strip();
      bytes.put(line.substring(0, colon).strip(), Long.valueOf(counters.split("\\s+")[0]));
    }
    return bytes;
  }
}
