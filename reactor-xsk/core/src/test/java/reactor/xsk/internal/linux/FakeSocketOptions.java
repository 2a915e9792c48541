package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** The socket options of {@link FakeLinuxCalls}, which grants them all. */
final class FakeSocketOptions {

  private static final Map<Integer, String> OF_XDP =
      Map.of(
          1, "XDP_MMAP_OFFSETS",
          3, "XDP_TX_RING",
          4, "XDP_UMEM_REG",
          5, "XDP_UMEM_FILL_RING",
          6, "XDP_UMEM_COMPLETION_RING",
          7, "XDP_STATISTICS",
          8, "XDP_OPTIONS",
          9, "XDP_MAX_TX_SKB_BUDGET",
          10, "XDP_GENERIC_XMIT_BATCH");
  private static final Map<Integer, String> OF_SOCKETS =
      Map.of(
          7, "SO_SNDBUF",
          32, "SO_SNDBUFFORCE",
          46, "SO_BUSY_POLL",
          69, "SO_PREFER_BUSY_POLL",
          70, "SO_BUSY_POLL_BUDGET");

  private static final Map<Integer, String> OF_NETLINK =
      Map.of(10, "NETLINK_CAP_ACK", 11, "NETLINK_EXT_ACK", 12, "NETLINK_GET_STRICT_CHK");

  /** Ints that options were set to, by the call. */
  final Map<String, Integer> values = new HashMap<>();

  /** The bytes that bind and XDP_UMEM_REG were given. */
  final Map<String, MemorySegment> structs = new HashMap<>();

  int mmapOffsetsLength = 128;

  /** {@code net.core.wmem_max}. */
  int sendBufferLimitBytes = 212_992;

  /** What XDP_OPTIONS answers. */
  int granted;

  void set(String name, MemorySegment value) {
    String call = "setsockopt(" + name + ")";
    if (name.equals("XDP_UMEM_REG")) {
      structs.put(call, copyOf(value));
    } else {
      expect(value.byteSize() == 4, call + " takes 4 bytes");
      values.put(call, value.get(JAVA_INT, 0));
    }
  }

  /** Returns the length of the answer. */
  int get(String name, MemorySegment value) {
    return switch (name) {
      case "XDP_MMAP_OFFSETS" -> {
        writeOffsets(value, 32, 8, 136, 328, 204); // TX
        writeOffsets(value, 96, 16, 144, 336, 212); // completion
        yield mmapOffsetsLength;
      }
      case "XDP_STATISTICS" -> {
        for (int i = 0; i < 6; i++) {
          value.set(JAVA_LONG, i * 8L, 100 + i);
        }
        yield 48;
      }
      case "SO_SNDBUF" -> {
        value.set(JAVA_INT, 0, sendBufferBytes());
        yield 4;
      }
      case "XDP_OPTIONS" -> {
        value.set(JAVA_INT, 0, granted);
        yield 4;
      }
      default -> throw new AssertionError(name);
    };
  }

  /** The kernel doubles what it is asked for, and caps only what is not forced. */
  private int sendBufferBytes() {
    Integer forced = values.get("setsockopt(SO_SNDBUFFORCE)");
    return 2
        * (forced != null
            ? forced
            : Math.min(sendBufferLimitBytes, values.get("setsockopt(SO_SNDBUF)")));
  }

  private static void writeOffsets(
      MemorySegment to, long ring, long producer, long consumer, long descriptors, long flags) {
    to.set(JAVA_LONG, ring, producer);
    to.set(JAVA_LONG, ring + 8, consumer);
    to.set(JAVA_LONG, ring + 16, descriptors);
    to.set(JAVA_LONG, ring + 24, flags);
  }

  static String nameOf(int level, int option) {
    Map<Integer, String> options =
        switch (level) {
          case 283 -> OF_XDP;
          case 1 -> OF_SOCKETS;
          case 270 -> OF_NETLINK;
          default -> Map.of();
        };
    expect(options.containsKey(option), "no option " + option + " of level " + level);
    return options.get(option);
  }

  static MemorySegment copyOf(MemorySegment segment) {
    return Arena.ofAuto().allocate(segment.byteSize(), 8).copyFrom(segment);
  }

  private static void expect(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
