package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static reactor.xsk.internal.linux.CLibrary.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import reactor.xsk.internal.linux.CLibrary;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxCalls;

/**
 * The calls of tests: those of the library where it has them, and a few more. Each throws with the
 * errno if it fails, unless it returns it.
 */
final class Libc {

  private static final MethodHandle CAPGET = link("capget", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle CAPSET = link("capset", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle GETRLIMIT = link("getrlimit", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SETRLIMIT = link("setrlimit", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle PRCTL =
      link("prctl", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SENDTO =
      link("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETNS = link("setns", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle UNSHARE = link("unshare", JAVA_INT, JAVA_INT);
  private static final MethodHandle IF_NAMETOINDEX = link("if_nametoindex", JAVA_INT, ADDRESS);

  private Libc() {}

  /** New for each caller: one object is not for two threads. */
  private static LinuxCalls library() {
    return new FfmLinuxCalls();
  }

  /** The index of an interface, or 0 if there is none. (The JDK knows none without addresses.) */
  static int interfaceIndex(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) call("if_nametoindex", IF_NAMETOINDEX, arena.allocateFrom(name));
    }
  }

  /** Moves the calling thread into another network namespace. */
  static void enterNetworkNamespace(String file) {
    int cloneNewNet = 0x4000_0000;
    try (Arena arena = Arena.ofConfined()) {
      int fd = (int) checked("open " + file, library().open(arena.allocateFrom(file), 0));
      try {
        call("setns", SETNS, fd, cloneNewNet);
      } finally {
        close(fd);
      }
    }
  }

  /** Gives the calling thread, and those that it starts, mounts of their own. */
  static void unshareMounts() {
    int cloneNewNs = 0x2_0000;
    call("unshare", UNSHARE, cloneNewNs);
  }

  static int socket(int domain, int type, int protocol) {
    return (int) checked("socket", library().socket(domain, type, protocol));
  }

  static void bind(int fd, MemorySegment address) {
    checked("bind", library().bind(fd, address));
  }

  static void setsockopt(int fd, int level, int option, MemorySegment value) {
    checked("setsockopt " + option, library().setsockopt(fd, level, option, value));
  }

  static void getsockopt(int fd, int level, int option, MemorySegment value) {
    checked("getsockopt " + option, library().getsockopt(fd, level, option, value));
  }

  /** Shared, readable and writable memory of a file descriptor, from offset 0. */
  @SuppressWarnings("restricted") // the kernel has just mapped exactly this memory
  static MemorySegment mmap(int fd, long lengthBytes) {
    int readAndWrite = 3;
    int shared = 1;
    long address = checked("mmap", library().mmap(lengthBytes, readAndWrite, shared, fd, 0));
    return MemorySegment.ofAddress(address).reinterpret(lengthBytes);
  }

  static void munmap(MemorySegment memory) {
    checked("munmap", library().munmap(memory.address(), memory.byteSize()));
  }

  static void close(int fd) {
    checked("close", library().close(fd));
  }

  static void capget(MemorySegment header, MemorySegment data) {
    call("capget", CAPGET, header, data);
  }

  static void capset(MemorySegment header, MemorySegment data) {
    call("capset", CAPSET, header, data);
  }

  static void prctl(int option, long argument, long pointer) {
    call("prctl " + option, PRCTL, option, argument, pointer, 0L, 0L);
  }

  /** Sends a datagram. Returns 0 or the errno, which the caller wants to know. */
  static int sendto(int fd, MemorySegment data, MemorySegment address) {
    int addressBytes = (int) address.byteSize();
    long result = result(SENDTO, fd, data, data.byteSize(), 0, address, addressBytes);
    return result < 0 ? (int) -result : 0;
  }

  static void getrlimit(int resource, MemorySegment limit) {
    call("getrlimit", GETRLIMIT, resource, limit);
  }

  static void setrlimit(int resource, MemorySegment limit) {
    call("setrlimit", SETRLIMIT, resource, limit);
  }

  private static long call(String what, MethodHandle function, Object... arguments) {
    return checked(what, result(function, arguments));
  }

  /** What the function returns, or the negative errno if that is negative. */
  private static long result(MethodHandle function, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = CLibrary.capture(arena);
      Object result = function.bindTo(capture).invokeWithArguments(arguments);
      long value = ((Number) result).longValue();
      return value < 0 ? -CLibrary.errno(capture) : value;
    } catch (Throwable t) {
      throw CLibrary.unexpected(t);
    }
  }

  private static long checked(String what, long result) {
    if (result < 0) {
      throw new IllegalStateException(what + ": " + Errno.nameOf((int) -result));
    }
    return result;
  }
}
