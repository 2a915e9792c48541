package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;

/**
 * Runs code with less than the test JVM has. Capabilities belong to a thread and are handed down to
 * the threads that it starts, so a sender created by a thread without them has none either.
 */
public final class Privileges {

  /** Needed to change neighbour entries, among much else. */
  public static final int CAP_NET_ADMIN = 12;

  /** Needed for an AF_XDP socket. */
  public static final int CAP_NET_RAW = 13;

  /** Lifts the limit of locked memory. */
  public static final int CAP_IPC_LOCK = 14;

  /** CAP_CHECKPOINT_RESTORE. */
  private static final int LAST_CAPABILITY = 40;

  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final int RLIMIT_MEMLOCK = 8;

  private Privileges() {}

  /** The result of {@code action} on a thread without {@code capability}, or what it threw. */
  public static <T> T without(int capability, Callable<T> action) throws Exception {
    return OwnThread.call(
        "unprivileged",
        () -> {
          drop(capability);
          return action.call();
        });
  }

  /** The same on a thread that has one capability and no other. */
  public static <T> T withOnly(int capability, Callable<T> action) throws Exception {
    Callable<T> inner = action;
    for (int other = 0; other <= LAST_CAPABILITY; other++) {
      if (other != capability) {
        Callable<T> innermost = inner;
        int dropped = other;
        inner = () -> without(dropped, innermost);
      }
    }
    return inner.call();
  }

  private static void drop(int capability) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = arena.allocateFrom(JAVA_INT, CAPABILITY_VERSION_3, 0);
      MemorySegment sets = arena.allocate(24, 4); // effective, permitted, inheritable; twice
      Libc.capget(header, sets);
      int half = 12 * (capability / 32);
      for (int offset = half; offset < half + 12; offset += 4) {
        sets.set(JAVA_INT, offset, sets.get(JAVA_INT, offset) & ~(1 << capability % 32));
      }
      Libc.capset(header, sets);
    }
  }

  /** Runs {@code action} while this process may lock no more than {@code bytes}, if that many. */
  public static <T> T withLockedMemoryLimit(long bytes, Callable<T> action) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(16, 8); // soft, hard
      Libc.getrlimit(RLIMIT_MEMLOCK, limit);
      long soft = limit.get(JAVA_LONG, 0);
      long hard = limit.get(JAVA_LONG, 8);
      limit.set(JAVA_LONG, 0, Long.compareUnsigned(bytes, hard) < 0 ? bytes : hard);
      Libc.setrlimit(RLIMIT_MEMLOCK, limit);
      try {
        return action.call();
      } finally {
        limit.set(JAVA_LONG, 0, soft);
        Libc.setrlimit(RLIMIT_MEMLOCK, limit);
      }
    }
  }
}
