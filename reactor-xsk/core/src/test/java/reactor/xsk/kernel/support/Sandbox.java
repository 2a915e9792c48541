package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs code where socket(2) answers errnos, as it does under systemd's RestrictAddressFamilies, in
 * containers and on emulated kernels: a seccomp filter of one thread, which the threads that it
 * starts get as well.
 */
public final class Sandbox {

  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_XDP = 44;

  private static final int PR_SET_SECCOMP = 22;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int SECCOMP_RET_ALLOW = 0x7fff_0000;
  private static final int SECCOMP_RET_ERRNO = 0x0005_0000;
  // linux/filter.h
  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;
  // struct seccomp_data
  private static final int SYSTEM_CALL = 0;
  private static final int FIRST_ARGUMENT = 16;

  private Sandbox() {}

  /** The result of {@code action} where these address families are answered with these errnos. */
  public static <T> T where(Map<Integer, Integer> errnoOfFamily, Callable<T> action)
      throws Exception {
    return OwnThread.call(
        "sandboxed",
        () -> {
          enter(errnoOfFamily);
          return action.call();
        });
  }

  private static void enter(Map<Integer, Integer> errnoOfFamily) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment filter = arena.allocate(8L * (4 + 2L * errnoOfFamily.size()), 8);
      int n = 0;
      instruction(filter, n++, LOAD_WORD, 0, 0, SYSTEM_CALL);
      instruction(filter, n++, JUMP_IF_EQUAL, 0, 1 + 2 * errnoOfFamily.size(), socketCall());
      instruction(filter, n++, LOAD_WORD, 0, 0, FIRST_ARGUMENT);
      for (Map.Entry<Integer, Integer> each : errnoOfFamily.entrySet()) {
        instruction(filter, n++, JUMP_IF_EQUAL, 0, 1, each.getKey());
        instruction(filter, n++, RETURN, 0, 0, SECCOMP_RET_ERRNO | each.getValue());
      }
      instruction(filter, n++, RETURN, 0, 0, SECCOMP_RET_ALLOW);
      MemorySegment program = arena.allocate(16, 8);
      program.set(JAVA_SHORT, 0, (short) n);
      program.set(ADDRESS, 8, filter);
      Libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0);
      Libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program.address());
    }
  }

  private static int socketCall() {
    return System.getProperty("os.arch").equals("amd64") ? 41 : 198;
  }

  private static void instruction(
      MemorySegment filter, int n, int code, int ifTrue, int ifFalse, int value) {
    long offset = 8L * n;
    filter.set(JAVA_SHORT, offset, (short) code);
    filter.set(JAVA_BYTE, offset + 2, (byte) ifTrue);
    filter.set(JAVA_BYTE, offset + 3, (byte) ifFalse);
    filter.set(JAVA_INT, offset + 4, value);
  }
}
