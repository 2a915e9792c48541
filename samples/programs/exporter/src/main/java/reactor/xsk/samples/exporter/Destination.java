package reactor.xsk.samples.exporter;

import java.net.InetSocketAddress;
import java.util.Locale;

/** A collector: what it reads, and where it is. */
record Destination(Protocol protocol, String host, int port) {

  /** {@code HOST}, {@code HOST:PORT} or {@code [IPV6]:PORT}. */
  static Destination parse(Protocol protocol, String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon >= 0 && (text.indexOf(':') == colon || text.startsWith("["));
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("\"" + text + "\" has no host: give HOST or HOST:PORT");
    }
    return new Destination(protocol, host, hasPort ? port(text, colon) : protocol.port());
  }

  private static int port(String text, int colon) {
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of range
    }
    throw new IllegalArgumentException("the port of \"" + text + "\" is not from 1 to 65535");
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return "%s %s:%d".formatted(protocol.name().toLowerCase(Locale.ROOT), host, port);
  }
}
