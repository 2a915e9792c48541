package reactor.xsk.samples.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import reactor.xsk.internal.linux.CLibrary;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.NetDevice;

/**
 * The calls of the benchmarks: those of the library, which is on the class path with all its
 * packages, and kill(2). Each throws with the errno if it fails.
 */
final class Libc {

  private static final MethodHandle KILL = CLibrary.link("kill", JAVA_INT, JAVA_INT, JAVA_INT);

  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;

  private Libc() {}

  /** New for each caller: one object is not for two threads. */
  private static LinuxCalls library() {
    return new FfmLinuxCalls();
  }

  /** bpf(2); {@code what} names the command. */
  static int bpf(String what, int command, MemorySegment attr) throws IOException {
    return (int) checked("bpf(%s)".formatted(what), library().bpf(command, attr));
  }

  static int socket(int family, int type, int protocol) throws IOException {
    return (int) checked("socket", library().socket(family, type, protocol));
  }

  static void setsockopt(int fd, int level, int option, MemorySegment value) throws IOException {
    checked(
        "setsockopt(%d, %d)".formatted(level, option),
        library().setsockopt(fd, level, option, value));
  }

  static void bind(int fd, MemorySegment address) throws IOException {
    checked("bind", library().bind(fd, address));
  }

  /** Maps {@code bytes} of {@code fd} for as long as the process lives. */
  @SuppressWarnings("restricted") // the kernel has just mapped exactly this memory
  static MemorySegment mmap(int fd, long bytes) throws IOException {
    long address = checked("mmap", library().mmap(bytes, PROT_READ_WRITE, MAP_SHARED, fd, 0));
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  static int indexOf(String interfaceName) {
    NetDevice device = NetDevice.find(library(), interfaceName);
    try {
      return device.interfaceIndex();
    } finally {
      device.close();
    }
  }

  static void kill(long pid, int signal) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = CLibrary.capture(arena);
      int result = (int) KILL.invokeExact(capture, (int) pid, signal);
      checked("kill(%d)".formatted(signal), result < 0 ? -CLibrary.errno(capture) : result);
    } catch (IOException e) {
      throw e;
    } catch (Throwable t) {
      throw CLibrary.unexpected(t);
    }
  }

  static void close(int fd) {
    library().close(fd);
  }

  private static long checked(String what, long result) throws IOException {
    if (result == -Errno.EINTR) {
      throw new InterruptedIOException(what);
    }
    if (result < 0) {
      throw new IOException("%s: %s".formatted(what, Errno.nameOf((int) -result)));
    }
    return result;
  }
}
