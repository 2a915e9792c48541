package reactor.xsk.internal.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;

/**
 * Reads the counters of a device from {@code /proc/thread-self/net/dev} (proc(5)), which shows the
 * network namespace of the calling thread.
 *
 * <pre>{@code
 * eth0: bytes packets errs drop fifo frame compressed multicast | bytes packets errs drop ...
 * }</pre>
 */
public final class ProcNetDev {

  private static final Path FILE = Path.of("/proc/thread-self/net/dev");
  private static final int TX_BYTES = 8;
  private static final int TX_PACKETS = 9;
  private static final int TX_ERRORS = 10;
  private static final int TX_DROPPED = 11;

  private ProcNetDev() {}

  /** The counters of an interface, or an exception if there is none. */
  static XskDeviceCounters read(String interfaceName) {
    try {
      return parse(Files.readAllLines(FILE), interfaceName);
    } catch (IOException e) {
      throw failed("the file cannot be read", interfaceName, e);
    }
  }

  static XskDeviceCounters parse(List<String> lines, String interfaceName) {
    for (String line : lines) {
      int colon = line.lastIndexOf(": ") < 0 ? line.lastIndexOf(':') : line.lastIndexOf(": ");
      if (colon > 0 && line.substring(0, colon).strip().equals(interfaceName)) {
        String[] fields = line.substring(colon + 1).strip().split("\\s+");
        return XskDeviceCounters.of(
            Long.parseLong(fields[TX_PACKETS]),
            Long.parseLong(fields[TX_BYTES]),
            Long.parseLong(fields[TX_ERRORS]),
            Long.parseLong(fields[TX_DROPPED]));
      }
    }
    throw noSuchInterface(interfaceName);
  }

  /** What is said of an interface that is not there; by the model as well. */
  public static XskException noSuchInterface(String interfaceName) {
    return failed("there is no such interface", interfaceName, null);
  }

  private static XskException failed(
      String reason, String interfaceName, @Nullable Throwable cause) {
    return new XskException(
        "read " + FILE,
        0,
        reason,
        "interface=" + interfaceName,
        "`ip -s link` should list it in this network namespace",
        cause);
  }
}
