package reactor.xsk.telemetry.collector;

import java.nio.file.Path;

/**
 * What waits in the receive queue of a UDP socket, and what found no room there (/proc/net/udp).
 */
record ReceiveQueue(long waitingBytes, long drops) {

  static ReceiveQueue of(int port) {
    return of(ProcessHandle.current().pid(), port);
  }

  /** In the network namespace of a process. */
  static ReceiveQueue of(long process, int port) {
    String local = ":%04X".formatted(port);
    Path sockets = Path.of("/proc", "" + process, "net", "udp");
    for (String line : Collector.read(sockets).lines().skip(1).toList()) {
      String[] cells = line.strip().split("\\s+");
      if (cells[1].endsWith(local)) {
        return new ReceiveQueue(
            Long.parseLong(cells[4].split(":")[1], 16), Long.parseLong(cells[12]));
      }
    }
    throw new IllegalStateException("no socket at port " + port);
  }
}
