package reactor.xsk.samples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One who takes part: a name, and how to start its process.
 *
 * @param id short name, for {@code --only} and the JSON
 * @param label what the table calls it
 * @param ours whether it is this library
 * @param batch packets of a batch, for the C reference; 0 for a JVM
 * @param arguments the settings of a JVM contestant, {@code name=value}; the last ones of the C
 *     program
 */
record Entrant(String id, String label, boolean ours, int batch, List<String> arguments) {

  static final String C_REFERENCE = "c-32";
  static final String C_HANDED = "c-32-handed";
  static final String COPY_32 = "copy-32";
  static final String COPY_DEFAULT = "copy-default";
  static final String COPY_SPIN = "copy-spin";
  static final String COPY_POLLED = "copy-polled";
  static final String COPY_EIGHT = "copy-default-8";
  static final String NETTY = "netty";
  static final String NETTY_GSO = "netty-gso";

  private static final int REFERENCE_BATCH = 32;
  private static final String BULK_MODE = "mode=BULK";

  static String bulk(int window) {
    return "bulk-" + window;
  }

  boolean isC() {
    return batch > 0;
  }

  /** Whether it sends in mode BULK. */
  boolean isBulk() {
    return arguments.contains(BULK_MODE);
  }

  /** All contestants, in the order of a round. */
  static List<Entrant> all() {
    List<Entrant> all = new ArrayList<>();
    all.add(reference());
    for (int window : new int[] {1, 32, 256}) {
      all.add(xsk("copy-" + window, "copy, window " + window, "mode=COPY", "window=" + window));
    }
    all.add(xsk(COPY_DEFAULT, "copy, default config"));
    all.add(xsk("copy-default-plain", "copy, default, source on its own thread", "source=plain"));
    all.add(xsk(COPY_EIGHT, "copy, default, 8 sources", "sources=8"));
    all.add(xsk("zero-copy", "zero-copy", "mode=ZERO_COPY"));
    for (int window : new int[] {32, 64, 256, 1024}) {
      all.add(xsk(bulk(window), "bulk, window " + window, BULK_MODE, "window=" + window));
    }
    all.add(jvm("nio", "NIO DatagramChannel", "kind=nio"));
    all.add(jvm(NETTY, "Netty epoll, sendmmsg of 64", "kind=netty"));
    all.add(jvm(NETTY_GSO, "Netty epoll, UDP GSO of 32", "kind=netty", "segments=32", "writes=8"));
    all.add(jvm("reactor-netty", "reactor-netty UdpClient", "kind=reactor-netty"));
    all.add(jvm("kernel", "the kernel's own generator", "kind=kernel"));
    return List.copyOf(all);
  }

  /** Those whose latency is measured. */
  static List<Entrant> ofLatency() {
    return List.of(
        reference(),
        new Entrant(
            C_HANDED,
            "C reference, source on its own thread",
            false,
            REFERENCE_BATCH,
            List.of("handed")),
        xsk(COPY_POLLED, "copy, busy spin, source polled", "idle=spin", "source=polled"),
        xsk(COPY_SPIN, "copy, busy spin, source on its own thread", "idle=spin"),
        xsk(COPY_DEFAULT, "copy, default config, source on its own thread"));
  }

  /** The program in C that ours are compared with. */
  static Entrant reference() {
    return new Entrant(
        C_REFERENCE, "C reference, batch " + REFERENCE_BATCH, false, REFERENCE_BATCH, List.of());
  }

  private static Entrant xsk(String id, String label, String... arguments) {
    List<String> all = Stream.concat(Stream.of("kind=xsk"), Stream.of(arguments)).toList();
    return new Entrant(id, label, true, 0, all);
  }

  private static Entrant jvm(String id, String label, String... arguments) {
    return new Entrant(id, label, false, 0, List.of(arguments));
  }
}
