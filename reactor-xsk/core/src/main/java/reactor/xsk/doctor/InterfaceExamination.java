package reactor.xsk.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.BoundSockets;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.Link;
import reactor.xsk.internal.linux.Links;
import reactor.xsk.internal.linux.NetdevFamily;
import reactor.xsk.internal.linux.NetdevQueues;
import reactor.xsk.internal.linux.Netlink;
import reactor.xsk.internal.linux.NetlinkAttributes;
import reactor.xsk.internal.linux.NetlinkSocket;
import reactor.xsk.internal.linux.SupportProbe;

/** An interface. */
final class InterfaceExamination {

  private static final String TOPIC = "interface";
  private static final String SOCKETS = "AF_XDP sockets";
  private static final String ABSENT = "/absent";

  // linux/if_link.h
  private static final int IFLA_NUM_TX_QUEUES = 31;
  private static final int IFLA_NUM_RX_QUEUES = 32;
  private static final int IFLA_XDP = 43;
  private static final int IFLA_XDP_ATTACHED = 2;
  private static final int IFLA_XDP_PROG_ID = 4;

  private final String name;
  private final String files;
  private final @Nullable Link link;
  private final @Nullable XskException failure;
  private final NetdevFamily.@Nullable Features features;
  private final @Nullable List<NetdevQueues.Queue> queues;

  InterfaceExamination(String name) {
    this.name = name;
    Link found = null;
    XskException refusal = null;
    try (NetlinkSocket socket = NetlinkSocket.open(new FfmLinuxCalls(), Netlink.NETLINK_ROUTE)) {
      found = new Links(socket).byName(name);
    } catch (XskException e) {
      refusal = e;
    }
    this.link = found;
    this.failure = refusal;
    this.files = filesOf(found);
    this.features = found == null ? null : NetdevFamily.featuresOf(found.interfaceIndex());
    this.queues =
        found == null ? null : NetdevQueues.of(new FfmLinuxCalls(), found.interfaceIndex());
  }

  /** Its name, also where it was looked for by an alternative one. */
  String name() {
    return link == null ? name : link.name();
  }

  /** Whether it is up and has carrier. */
  boolean isUp() {
    return link != null && link.isUp();
  }

  /** Whether there is such an interface. */
  boolean isThere() {
    return link != null;
  }

  /** What its driver offers to XDP, or null if that is not known. */
  NetdevFamily.@Nullable Features features() {
    return features;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (link == null) {
      XskException why = failure;
      findings.add(
          why == null
              ? Finding.unknown(TOPIC, name, "it could not be looked for")
              : Finding.refused(TOPIC, name, ProcessExamination.reasonOf(why), why.hint()));
      return findings;
    }
    findings.add(Finding.granted(TOPIC, name, "ifindex " + link.interfaceIndex()));
    findings.add(type(link));
    findings.add(
        link.isUp()
            ? Finding.granted(TOPIC, "link", "up, with carrier")
            : Finding.refused(
                TOPIC,
                "link",
                "down, or without carrier",
                "ip link set dev " + name + " up; plug the cable in, or bring the peer up"));
    findings.add(Finding.granted(TOPIC, "driver", driver(link)));
    findings.add(
        Finding.granted(
            TOPIC, "MTU", link.mtuBytes() + ": packets of " + (link.mtuBytes() + 14) + " bytes"));
    findings.add(queues(link));
    findings.add(numaNode());
    findings.add(xdpFeatures());
    if (features != null) {
      findings.add(zeroCopySegments(features));
      findings.add(xskFeatures(features));
    }
    findings.add(xdpProgram(link));
    findings.add(sockets(link));
    if ("veth".equals(link.kind())) {
      findings.add(peer(link));
    }
    return findings;
  }

  private static Finding type(Link link) {
    int type = link.hardwareType();
    boolean ethernet = type == Link.ARPHRD_ETHER || type == Link.ARPHRD_LOOPBACK;
    return ethernet
        ? Finding.granted(TOPIC, "type", type == Link.ARPHRD_ETHER ? "Ethernet" : "loopback")
        : Finding.refused(
            TOPIC,
            "type",
            "not Ethernet: hardware type " + type,
            "use the Ethernet interface that it sends through");
  }

  private String driver(Link link) {
    String driver = ProcFiles.target(files + "/device/driver");
    String kind = link.kind();
    return driver != null ? driver : kind != null ? kind : "unknown";
  }

  /** /sys may be that of another network namespace, with another interface of this name. */
  private static String filesOf(@Nullable Link link) {
    if (link == null) {
      return ABSENT;
    }
    String files = "/sys/class/net/" + link.name();
    String index = ProcFiles.read(files + "/ifindex");
    return String.valueOf(link.interfaceIndex()).equals(index) ? files : ABSENT;
  }

  private Finding queues(Link link) {
    if (queues != null) {
      long transmit = queues.stream().filter(NetdevQueues.Queue::transmits).count();
      return Finding.granted(
          TOPIC, "queues", "%d transmit, %d receive".formatted(transmit, queues.size() - transmit));
    }
    List<String> queues = ProcFiles.names(files + "/queues");
    long transmit = queues.stream().filter(queue -> queue.startsWith("tx-")).count();
    return transmit == 0
        ? Finding.granted(
            TOPIC,
            "queues",
            "at most %d transmit, %d receive"
                .formatted(
                    link.attributes().u32(IFLA_NUM_TX_QUEUES, 0),
                    link.attributes().u32(IFLA_NUM_RX_QUEUES, 0)))
        : Finding.granted(
            TOPIC,
            "queues",
            "%d transmit, %d receive".formatted(transmit, queues.size() - transmit));
  }

  private Finding numaNode() {
    String node = ProcFiles.read(files + "/device/numa_node");
    return Finding.granted(TOPIC, "NUMA node", node == null || node.equals("-1") ? "none" : node);
  }

  private Finding xdpFeatures() {
    return features == null
        ? Finding.unknown(TOPIC, "XDP features", "the kernel cannot be asked (before 6.3)")
        : Finding.granted(
            TOPIC,
            "XDP features",
            "0x%x%s".formatted(features.xdp(), named(NetdevFamily.xdpNames(features.xdp()))));
  }

  private static String named(String names) {
    return names.isEmpty() ? "" : ": " + names;
  }

  private static Finding zeroCopySegments(NetdevFamily.Features features) {
    int segments = features.zeroCopySegments();
    String meaning = segments == 1 ? ": a packet is one page" : ": pages of a packet at most";
    return Finding.granted(
        TOPIC, "zero-copy segments", segments == 0 ? "none" : segments + meaning);
  }

  /** What {@code metadata(..)} can be given with zero-copy. */
  private static Finding xskFeatures(NetdevFamily.Features features) {
    String what = "XSK features";
    if (!features.knowsMetadata()) {
      return Finding.unknown(TOPIC, what, "the kernel cannot be asked (before 6.8)");
    }
    return Finding.granted(
        TOPIC,
        what,
        features.xsk() == 0
            ? "none"
            : "0x%x%s".formatted(features.xsk(), named(NetdevFamily.xskNames(features.xsk()))));
  }

  private static Finding xdpProgram(Link link) {
    NetlinkAttributes xdp = link.attributes().nested(IFLA_XDP);
    return Finding.granted(
        TOPIC,
        "XDP program",
        xdp.u8(IFLA_XDP_ATTACHED, 0) == 0
            ? "none"
            : AttachedProgram.describe(new FfmLinuxCalls(), xdp.u32(IFLA_XDP_PROG_ID, 0)));
  }

  private Finding sockets(Link link) {
    List<BoundSockets.Bound> bound = BoundSockets.list();
    return bound == null ? socketsOfQueues() : Finding.granted(TOPIC, SOCKETS, listed(bound, link));
  }

  /** Where sock_diag does not list them, the queues say whether they have one, and not whose. */
  private Finding socketsOfQueues() {
    if (queues == null) {
      return Finding.unknown(
          TOPIC, SOCKETS, "the kernel does not list them (CONFIG_XDP_SOCKETS_DIAG; Linux 6.14)");
    }
    List<String> taken =
        queues.stream()
            .filter(NetdevQueues.Queue::hasSocket)
            .map(queue -> "queue " + queue.id())
            .distinct() // the kernel gives a socket the queues of both directions
            .toList();
    return Finding.granted(
        TOPIC, SOCKETS, taken.isEmpty() ? "none on a queue in use" : String.join(", ", taken));
  }

  private static String listed(List<BoundSockets.Bound> bound, Link link) {
    List<String> queues =
        bound.stream()
            .filter(socket -> socket.interfaceIndex() == link.interfaceIndex())
            .map(socket -> "queue %d (socket:[%d])".formatted(socket.queue(), socket.inode()))
            .toList();
    return queues.isEmpty() ? "none" : String.join(", ", queues);
  }

  private static Finding peer(Link link) {
    int peer = link.lowerIndex();
    if (peer == 0) {
      return Finding.unknown(TOPIC, "GRO of the peer", "it is in another network namespace");
    }
    try {
      return SupportProbe.hasGro(peer)
          ? Finding.granted(TOPIC, "GRO of the peer", "on: it takes frames of XDP")
          : Finding.refused(
              TOPIC,
              "GRO of the peer",
              "off: mode BULK needs it, or an XDP program there",
              "ethtool -K PEER gro on");
    } catch (XskException e) {
      return Finding.unknown(TOPIC, "GRO of the peer", ProcessExamination.reasonOf(e));
    }
  }
}
