package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The system calls of netlink sockets over a {@link FakeNetlink}, with faults: what is to fail is
 * said before. Any thread. All numbers are literals of the kernel's headers.
 */
public final class NetlinkStub {

  private static final long PAUSE_NS = 200_000;

  /** What the kernel knows. */
  public final FakeNetlink netlink = new FakeNetlink();

  /** What was called, in order: {@code join 7}, {@code send 26}. */
  public final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private final Map<Integer, Deque<Integer>> receiveErrnos = new HashMap<>();
  private int nextFd = 3;

  /** The next receptions of a socket fail with these, one each; answers stay unread. */
  public synchronized void failReceive(int fd, int... errnos) {
    for (int errno : errnos) {
      receiveErrnos.computeIfAbsent(fd, it -> new ArrayDeque<>()).add(errno);
    }
  }

  /** Puts a datagram into a socket. */
  public synchronized void post(int fd, ByteBuffer datagram) {
    netlink.post(fd, datagram);
  }

  /** The calls of one thread. */
  public LinuxCalls calls() {
    return (LinuxCalls)
        Proxy.newProxyInstance(
            LinuxCalls.class.getClassLoader(),
            new Class<?>[] {LinuxCalls.class},
            (proxy, method, arguments) ->
                method.getName().equals("poll")
                    ? poll((int) arguments[0], (int) arguments[1])
                    : call(method.getName(), arguments));
  }

  private int poll(int fd, int timeoutMs) {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    while (!isReadable(fd) && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(PAUSE_NS);
    }
    return isReadable(fd) ? 1 : 0;
  }

  private synchronized boolean isReadable(int fd) {
    return netlink.isReadable(fd) || errnos(fd).peek() != null;
  }

  private Deque<Integer> errnos(int fd) {
    return receiveErrnos.getOrDefault(fd, new ArrayDeque<>());
  }

  private synchronized int call(String name, Object[] arguments) {
    return switch (name) {
      case "socket" -> nextFd++;
      case "setsockopt" -> {
        boolean joins = (int) arguments[1] == 270 && (int) arguments[2] == 1;
        if (joins) {
          log.add("join " + ((MemorySegment) arguments[3]).get(ValueLayout.JAVA_INT, 0));
        }
        yield 0;
      }
      case "send" -> {
        MemorySegment message = (MemorySegment) arguments[1];
        int type = message.get(ValueLayout.JAVA_SHORT_UNALIGNED, 4);
        log.add("send " + type);
        yield netlink.send((int) arguments[0], message);
      }
      case "receive" -> {
        Integer errno = errnos((int) arguments[0]).poll();
        yield errno == null
            ? netlink.receive((int) arguments[0], (MemorySegment) arguments[1])
            : -errno;
      }
      case "bind", "close" -> 0;
      default -> throw new AssertionError(name);
    };
  }

  /** How often a request of this type was sent. */
  public long sent(int type) {
    return List.copyOf(log).stream().filter(("send " + type)::equals).count();
  }
}
