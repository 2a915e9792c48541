package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * The argument of poll(2), asm-generic/poll.h.
 *
 * <pre>{@code
 * struct pollfd {
 *     int   fd;       // 0
 *     short events;   // 4
 *     short revents;  // 6
 * };                  // 8
 * }</pre>
 */
final class Pollfd {

  static final long SIZE_BYTES = 8;
  static final int POLLIN = 1;

  private Pollfd() {}

  static void set(MemorySegment pollfd, int fd, int events) {
    pollfd.set(JAVA_INT, 0, fd);
    pollfd.set(JAVA_SHORT, 4, (short) events);
    pollfd.set(JAVA_SHORT, 6, (short) 0);
  }

  static int revents(MemorySegment pollfd) {
    return pollfd.get(JAVA_SHORT, 6);
  }
}
