package reactor.xsk.samples.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * bpf(2). What it opens stays open until the process ends: nothing of it outlives the benchmark.
 * The offsets are those of {@code union bpf_attr}.
 */
final class Bpf {

  static final int XDP = 6;
  static final int RAW_TRACEPOINT = 17;

  private static final int MAP_CREATE = 0;
  private static final int PROG_LOAD = 5;
  private static final int PROG_RUN = 10;
  private static final int RAW_TRACEPOINT_OPEN = 17;
  private static final int LINK_CREATE = 28;

  private static final int ARRAY = 2;
  private static final int MMAPABLE = 1 << 10;
  private static final int ATTACH_XDP = 37;
  private static final int IN_DRIVER = 1 << 2;
  private static final int LIVE_FRAMES = 1 << 1;
  private static final int LOG_BYTES = 1 << 14;
  private static final int FLUSH_EVERY = 64;

  private Bpf() {}

  /** An array of one value of {@code bytes}, which can be mapped. */
  static int createArray(int bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attr = arena.allocate(72, 8);
      attr.set(JAVA_INT, 0, ARRAY);
      attr.set(JAVA_INT, 4, Integer.BYTES);
      attr.set(JAVA_INT, 8, bytes);
      attr.set(JAVA_INT, 12, 1);
      attr.set(JAVA_INT, 16, MMAPABLE);
      return Libc.bpf("BPF_MAP_CREATE", MAP_CREATE, attr);
    }
  }

  /** Loads a program; the verifier's words are in the exception if it is refused. */
  static int load(int type, long[] code) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment log = arena.allocate(LOG_BYTES);
      MemorySegment attr = arena.allocate(120, 8);
      attr.set(JAVA_INT, 0, type);
      attr.set(JAVA_INT, 4, code.length);
      attr.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_LONG, code).address());
      attr.set(JAVA_LONG, 16, arena.allocateFrom("GPL").address());
      attr.set(JAVA_INT, 24, 1);
      attr.set(JAVA_INT, 28, LOG_BYTES);
      attr.set(JAVA_LONG, 32, log.address());
      attr.set(JAVA_INT, 68, type == XDP ? ATTACH_XDP : 0);
      try {
        return Libc.bpf("BPF_PROG_LOAD", PROG_LOAD, attr);
      } catch (IOException e) {
        throw new IOException((e.getMessage() + " " + log.getString(0)).strip(), e);
      }
    }
  }

  /** Attaches an XDP program in the driver, until the process ends. */
  static void attachXdp(int program, int interfaceIndex) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attr = arena.allocate(64, 8);
      attr.set(JAVA_INT, 0, program);
      attr.set(JAVA_INT, 4, interfaceIndex);
      attr.set(JAVA_INT, 8, ATTACH_XDP);
      attr.set(JAVA_INT, 12, IN_DRIVER);
      Libc.bpf("BPF_LINK_CREATE", LINK_CREATE, attr);
    }
  }

  /** Attaches a program to a raw tracepoint, until the answer is closed. */
  static int attachTracepoint(int program, String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attr = arena.allocate(16, 8);
      attr.set(JAVA_LONG, 0, arena.allocateFrom(name).address());
      attr.set(JAVA_INT, 8, program);
      return Libc.bpf("BPF_RAW_TRACEPOINT_OPEN", RAW_TRACEPOINT_OPEN, attr);
    }
  }

  /** Runs an XDP program over {@code repeat} live frames that hold {@code packet}. */
  static void runLive(int program, MemorySegment packet, int repeat) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attr = arena.allocate(80, 8);
      attr.set(JAVA_INT, 0, program);
      attr.set(JAVA_INT, 8, (int) packet.byteSize());
      attr.set(JAVA_LONG, 16, packet.address());
      attr.set(JAVA_INT, 32, repeat);
      attr.set(JAVA_INT, 64, LIVE_FRAMES);
      attr.set(JAVA_INT, 72, FLUSH_EVERY);
      Libc.bpf("BPF_PROG_RUN", PROG_RUN, attr);
    }
  }
}
