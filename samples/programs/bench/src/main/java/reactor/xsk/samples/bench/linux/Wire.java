package reactor.xsk.samples.bench.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A pair of virtual Ethernet interfaces, in the network namespace of this process. The near end has
 * an address, a neighbour that is not there (a static entry), and a route to it.
 *
 * @param near name of the end that packets are sent from
 * @param far name of the end where they arrive
 * @param peer the address to send datagrams to
 */
public record Wire(String near, String far, String peer) {

  /** The MAC address of the near end. */
  public static final long NEAR_MAC = 0x02_00_00_00_00_01L;

  /**
   * The MAC address that packets are sent to. The far end has another: what its XDP program does
   * not drop, the IP stack drops at once, as not for this host.
   */
  public static final long PEER_MAC = 0x02_00_00_00_00_FEL;

  private static final long PATIENCE_S = 10;

  /** Makes the network namespace fit for sockets: without its loopback, some do not start. */
  public static void prepare() throws IOException {
    ip("link set lo up");
  }

  /** Makes wire number {@code number}; it is deleted with the network namespace. */
  public static Wire make(int number, int queues) throws IOException {
    Wire wire = new Wire("near" + number, "far" + number, "10.200." + number + ".2");
    ip(
        "link add %s %s type veth peer name %s %s"
            .formatted(wire.near, queueCounts(queues), wire.far, queueCounts(queues)));
    for (String end : List.of(wire.near, wire.far)) {
      ip("link set %s addrgenmode none".formatted(end)); // no packets of IPv6's own
    }
    ip("link set %s address %s arp off".formatted(wire.near, mac(NEAR_MAC)));
    // datagrams are cut before the driver, as for a device without the offload: the far end counts
    // each
    ip("link set %s gso_max_segs 1".formatted(wire.near));
    ip("link set %s arp off up".formatted(wire.far));
    ip("link set %s up".formatted(wire.near));
    ip("addr add 10.200.%d.1/24 dev %s".formatted(number, wire.near));
    ip(
        "neigh replace %s lladdr %s dev %s nud permanent"
            .formatted(wire.peer, mac(PEER_MAC), wire.near));
    return wire;
  }

  private static String queueCounts(int queues) {
    return "numtxqueues %d numrxqueues %d".formatted(queues, queues);
  }

  private static String mac(long address) {
    return "%012x".formatted(address).replaceAll("(..)(?!$)", "$1:");
  }

  /** The index of an interface. */
  public static int indexOf(String name) {
    return Libc.indexOf(name);
  }

  private static void ip(String arguments) throws IOException {
    Process ip =
        new ProcessBuilder(("ip " + arguments).split(" ")).redirectErrorStream(true).start();
    String said = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!ip.waitFor(PATIENCE_S, TimeUnit.SECONDS) || ip.exitValue() != 0) {
        throw new IOException("ip %s: %s".formatted(arguments, said.strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
