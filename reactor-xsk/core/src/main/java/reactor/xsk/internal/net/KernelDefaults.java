package reactor.xsk.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What ordinary sockets take from /proc/sys/net: of the network namespace of the thread that asks.
 * One thread at a time.
 */
final class KernelDefaults {

  private static final Path SYSCTL = Path.of("/proc/sys/net");
  private static final int MULTICAST_HOP_LIMIT = 1; // RFC 1112, 6.1; RFC 3493, 5.2
  private static final int HOP_LIMIT = 64; // net.ipv4.ip_default_ttl and ipv6 hop_limit by default

  private final Map<Path, Integer> known = new HashMap<>();

  /** Forgets what was read. */
  void beginRound() {
    known.clear();
  }

  /** With which TTL or hop limit packets start where the route does not say. */
  int hopLimit(FlowSpec flow, String interfaceName) {
    if (flow.address().isMulticastAddress()) {
      return MULTICAST_HOP_LIMIT;
    }
    return flow.isIpv4()
        ? read(Path.of("ipv4", "ip_default_ttl"), HOP_LIMIT)
        : read(Path.of("ipv6", "conf", interfaceName, "hop_limit"), HOP_LIMIT);
  }

  /** The MTU of an interface for this family: routers may advertise another for IPv6. */
  int mtuBytes(FlowSpec flow, String interfaceName, int linkMtuBytes) {
    return flow.isIpv4()
        ? linkMtuBytes
        : Math.min(linkMtuBytes, read(Path.of("ipv6", "conf", interfaceName, "mtu"), linkMtuBytes));
  }

  private int read(Path setting, int otherwise) {
    return known.computeIfAbsent(setting, it -> readNow(it, otherwise));
  }

  /** In one read: the kernel answers a second one with the end of the file, whatever the first. */
  private static int readNow(Path setting, int otherwise) {
    byte[] text = new byte[32];
    try (InputStream file = Files.newInputStream(SYSCTL.resolve(setting))) {
      int length = Math.max(0, file.read(text));
      return Integer.parseInt(new String(text, 0, length, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return otherwise; // no /proc, or the interface is gone: the next answer will say so
    }
  }
}
