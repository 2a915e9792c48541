package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The few calls that tests make themselves: not those of the library, which is under test. */
@SuppressWarnings("restricted") // native access is what this class is for
final class Libc {

  private static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = link("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      link("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      link("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle MMAP =
      link("mmap", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = link("munmap", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CLOSE = link("close", JAVA_INT);
  private static final MethodHandle CAPGET = link("capget", ADDRESS, ADDRESS);
  private static final MethodHandle CAPSET = link("capset", ADDRESS, ADDRESS);
  private static final MethodHandle GETRLIMIT = link("getrlimit", JAVA_INT, ADDRESS);
  private static final MethodHandle SETRLIMIT = link("setrlimit", JAVA_INT, ADDRESS);

  private static final MethodHandle PRCTL =
      link("prctl", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SENDTO =
      link("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle OPEN = link("open", ADDRESS, JAVA_INT);
  private static final MethodHandle SETNS = link("setns", JAVA_INT, JAVA_INT);
  private static final MethodHandle UNSHARE = link("unshare", JAVA_INT);

  private static final MethodHandle IF_NAMETOINDEX = link("if_nametoindex", ADDRESS);

  private Libc() {}

  private static MethodHandle link(String name, MemoryLayout... parameters) {
    MemoryLayout result = name.equals("mmap") ? JAVA_LONG : JAVA_INT;
    return Linker.nativeLinker()
        .downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(result, parameters),
            Linker.Option.captureCallState("errno"));
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
      int fd = (int) call("open " + file, OPEN, arena.allocateFrom(file), 0);
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
    return (int) call("socket", SOCKET, domain, type, protocol);
  }

  static void bind(int fd, MemorySegment address) {
    call("bind", BIND, fd, address, (int) address.byteSize());
  }

  static void setsockopt(int fd, int level, int option, MemorySegment value) {
    call("setsockopt " + option, SETSOCKOPT, fd, level, option, value, (int) value.byteSize());
  }

  static void getsockopt(int fd, int level, int option, MemorySegment value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
      call("getsockopt " + option, GETSOCKOPT, fd, level, option, value, length);
    }
  }

  /** Shared, readable and writable memory of a file descriptor, from offset 0. */
  static MemorySegment mmap(int fd, long lengthBytes) {
    int readAndWrite = 3;
    int shared = 1;
    long address = call("mmap", MMAP, 0L, lengthBytes, readAndWrite, shared, fd, 0L);
    return MemorySegment.ofAddress(address).reinterpret(lengthBytes);
  }

  static void munmap(MemorySegment memory) {
    call("munmap", MUNMAP, memory.address(), memory.byteSize());
  }

  static void close(int fd) {
    call("close", CLOSE, fd);
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

  /** Sends a datagram; throws an exception whose message ends with the errno. */
  static void sendto(int fd, MemorySegment data, MemorySegment address) {
    call("sendto", SENDTO, fd, data, data.byteSize(), 0, address, (int) address.byteSize());
  }

  static void getrlimit(int resource, MemorySegment limit) {
    call("getrlimit", GETRLIMIT, resource, limit);
  }

  static void setrlimit(int resource, MemorySegment limit) {
    call("setrlimit", SETRLIMIT, resource, limit);
  }

  private static long call(String what, MethodHandle function, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      Object[] all = new Object[arguments.length + 1];
      all[0] = capture;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      long result = ((Number) function.invokeWithArguments(all)).longValue();
      if (result == -1) {
        throw new IllegalStateException(what + ": errno " + capture.get(JAVA_INT, ERRNO));
      }
      return result;
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(what, e);
    }
  }
}
