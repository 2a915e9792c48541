package reactor.xsk.samples.bench.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The calls of libc that the benchmarks need, with errno. */
final class Libc {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_OF =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SYSCALL =
      find(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle SOCKET =
      find("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      find(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle BIND =
      find("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle MMAP =
      find(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle CLOSE =
      find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle KILL =
      find("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private static final MethodHandle IF_NAMETOINDEX =
      find("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private static final int EINTR = 4;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;
  private static final long MAP_FAILED = -1;

  private Libc() {}

  @SuppressWarnings("restricted")
  private static MethodHandle find(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    all[0] = ERRNO;
    System.arraycopy(options, 0, all, 1, options.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), descriptor, all);
  }

  /** The system call {@code number}, of the form {@code (int, pointer, unsigned)}. */
  static int syscall(String what, int number, int command, MemorySegment argument)
      throws IOException {
    return call(
        what,
        errno ->
            (int)
                (long)
                    SYSCALL.invokeExact(
                        errno, (long) number, command, argument, (int) argument.byteSize()));
  }

  static int socket(int family, int type, int protocol) throws IOException {
    return call("socket", errno -> (int) SOCKET.invokeExact(errno, family, type, protocol));
  }

  static void setsockopt(int fd, int level, int option, MemorySegment value) throws IOException {
    call(
        "setsockopt(%d, %d)".formatted(level, option),
        errno ->
            (int) SETSOCKOPT.invokeExact(errno, fd, level, option, value, (int) value.byteSize()));
  }

  static void bind(int fd, MemorySegment address) throws IOException {
    call("bind", errno -> (int) BIND.invokeExact(errno, fd, address, (int) address.byteSize()));
  }

  /** Maps {@code bytes} of {@code fd} for as long as the process lives. */
  @SuppressWarnings("restricted")
  static MemorySegment mmap(int fd, long bytes) throws IOException {
    MemorySegment[] mapped = new MemorySegment[1];
    call(
        "mmap",
        errno -> {
          mapped[0] =
              (MemorySegment)
                  MMAP.invokeExact(
                      errno, MemorySegment.NULL, bytes, PROT_READ_WRITE, MAP_SHARED, fd, 0L);
          return mapped[0].address() == MAP_FAILED ? -1 : 0;
        });
    return mapped[0].reinterpret(bytes);
  }

  static int indexOf(String interfaceName) throws IOException {
    return call(
        "if_nametoindex(" + interfaceName + ")",
        errno -> {
          try (Arena scratch = Arena.ofConfined()) {
            MemorySegment name = scratch.allocateFrom(interfaceName);
            int index = (int) IF_NAMETOINDEX.invokeExact(errno, name);
            return index == 0 ? -1 : index;
          }
        });
  }

  static void kill(long pid, int signal) throws IOException {
    call("kill(%d)".formatted(signal), errno -> (int) KILL.invokeExact(errno, (int) pid, signal));
  }

  static void close(int fd) {
    try {
      call("close", errno -> (int) CLOSE.invokeExact(errno, fd));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @FunctionalInterface
  private interface Call {
    int in(MemorySegment errno) throws Throwable;
  }

  private static int call(String what, Call call) throws IOException {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment errno = scratch.allocate(Linker.Option.captureStateLayout());
      int result = call.in(errno);
      if (result < 0) {
        int number = (int) ERRNO_OF.get(errno, 0L);
        if (number == EINTR) {
          throw new InterruptedIOException(what);
        }
        throw new IOException("%s: errno %d".formatted(what, number));
      }
      return result;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }
}
