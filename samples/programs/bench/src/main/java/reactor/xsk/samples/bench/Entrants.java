package reactor.xsk.samples.bench;

import static reactor.xsk.samples.bench.Entrant.c;
import static reactor.xsk.samples.bench.Entrant.jvm;
import static reactor.xsk.samples.bench.Entrant.ours;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who takes part in what. A new peer is a line here, and its program: a class in {@code contestant}
 * that {@code Settings} knows, or a file in {@code src/main/c}.
 */
final class Entrants {

  static final String C_REFERENCE = "c-32";
  static final String C_256 = "c-256";
  static final String C_WRITING = "c-32-writing";
  static final String C_HANDED = "c-32-handed";
  static final String C_TWO_QUEUES = "c-2-queues";
  static final String PACKET_RING = "packet-ring";
  static final String COPY_DEFAULT = "copy-default";
  static final String COPY_UNSHARED = "copy-32-unshared";
  static final String COPY_PLAIN = "copy-default-plain";
  static final String COPY_EIGHT = "copy-default-8";
  static final String COPY_BESIDE_IDLE = "copy-default-idle";
  static final String COPY_TWO_LANES = "copy-2-lanes";
  static final String COPY_POLLED = "copy-polled";
  static final String COPY_HANDED = "copy-handed-spin";
  static final String COPY_HANDED_DEFAULT = "copy-handed";
  static final String NETTY = "netty";
  static final String NETTY_GSO = "netty-gso";
  static final String UDP_PARKED = "udp-parked";
  static final String COPY_PARKED = "copy-parked";
  static final String PACE_PARKED = "pace-parked";
  static final String WAKE_PARKED = "wake-parked";

  private static final String XSK_IN_C = "txonly";

  private Entrants() {}

  static String bulk(int window) {
    return "bulk-" + window;
  }

  /** The program in C that ours are compared with. */
  static Entrant reference() {
    return c(C_REFERENCE, "C reference, batch 32", XSK_IN_C, "batch=32");
  }

  /** At full speed on one queue, all but mode BULK. */
  static List<Entrant> together() {
    return List.of(
        reference(),
        c(C_256, "C reference, batch 256", XSK_IN_C, "batch=256"),
        c(C_WRITING, "C reference, batch 32, writes every packet", XSK_IN_C, "write=each"),
        c(C_HANDED, "C reference, batch 32, source on its own thread", XSK_IN_C, "source=handed"),
        c(PACKET_RING, "C, AF_PACKET TX ring, batch 256, no qdisc", "packetring", "batch=256"),
        ours("copy-1", "copy, window 1", "mode=COPY", "window=1"),
        ours(COPY_UNSHARED, "copy, window 32, one kick a window", "mode=COPY", "kick=32"),
        ours("copy-32", "copy, window 32", "mode=COPY", "window=32"),
        ours("copy-256", "copy, window 256", "mode=COPY", "window=256"),
        ours(COPY_DEFAULT, "copy, default config"),
        ours(COPY_PLAIN, "copy, default, source on its own thread", "source=plain"),
        ours(COPY_EIGHT, "copy, default, 8 sources", "sources=8"),
        ours(COPY_BESIDE_IDLE, "copy, default, beside 10,000 idle", "idle-streams=10000"),
        ours("zero-copy", "zero-copy", "mode=ZERO_COPY"),
        jvm("nio", "NIO DatagramChannel", "nio"),
        jvm(NETTY, "Netty epoll, sendmmsg of 64", "netty"),
        jvm(NETTY_GSO, "Netty epoll, UDP GSO of 32", "netty", "segments=32", "writes=8"),
        jvm(
            "netty-io_uring",
            "Netty io_uring, 256 datagrams a flush",
            "netty",
            "transport=io_uring",
            "writes=256",
            "bursts=2",
            "next=written"),
        jvm("reactor-netty", "reactor-netty UdpClient", "reactor-netty"),
        jvm("kernel", "the kernel's own generator", "kernel"));
  }

  /** Ours at full speed in mode BULK. */
  static List<Entrant> bulk() {
    return Stream.of(32, 64, 256, 1024).map(Entrants::ofBulk).toList();
  }

  private static Entrant ofBulk(int window) {
    return ours(bulk(window), "bulk, window " + window, "mode=BULK", "window=" + window);
  }

  /** On two queues, at full speed. */
  static List<Entrant> onTwoQueues() {
    return List.of(
        c(C_TWO_QUEUES, "C reference, two threads on two queues", XSK_IN_C).withQueues(2),
        ours(COPY_TWO_LANES, "copy, default, two lanes on two queues").withQueues(2));
  }

  /** All at full speed, in the order of the table. */
  static List<Entrant> all() {
    List<Entrant> all = new ArrayList<>(together());
    all.addAll(all.indexOf(find(all, "zero-copy")) + 1, bulk());
    all.addAll(onTwoQueues());
    return all;
  }

  private static Entrant find(List<Entrant> entrants, String id) {
    return entrants.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  /** At a fixed rate, one packet at a time: the latency. */
  static List<Entrant> ofLatency() {
    return List.of(
        c(C_REFERENCE, "C, one thread", XSK_IN_C),
        ours(COPY_POLLED, "copy, source polled", "source=polled", "window=1", "kick=1"),
        c(C_HANDED, "C, source on its own thread", XSK_IN_C, "source=handed"),
        ours(COPY_HANDED, "copy, busy spin, source on its own thread", "idle=spin"),
        ours(COPY_HANDED_DEFAULT, "copy, default, source on its own thread"));
  }

  /** At a fixed rate, of a source that sleeps in between: what that costs of a core. */
  static List<Entrant> ofLoad() {
    return List.of(
        jvm(PACE_PARKED, "a thread that keeps the rate and sends nothing", "pace", "wait=park"),
        jvm(WAKE_PARKED, "the same, and it wakes a thread each time", "wake", "wait=park"),
        jvm(UDP_PARKED, "UDP socket (NIO DatagramChannel)", "nio", "wait=park"),
        ours(COPY_PARKED, "copy, default", "wait=park"));
  }
}
