package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static reactor.xsk.internal.linux.CLibrary.link;
import static reactor.xsk.internal.linux.CLibrary.linkVariadic;
import static reactor.xsk.internal.linux.CLibrary.unexpected;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@link LinuxCalls} through Panama. The errno of a call is captured into memory of this object, so
 * one object must not be used by two threads at a time.
 */
public final class FfmLinuxCalls implements LinuxCalls, LateReleases.Calls {

  private static final LateReleases LATE = new LateReleases();

  private static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      link("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      link("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle BIND = link("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle MMAP =
      link("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = link("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SENDTO =
      link("sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      link("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SEND =
      link("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV =
      link("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SCHED_SETAFFINITY =
      link("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle POLL = link("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle IOCTL =
      linkVariadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle OPEN = linkVariadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT);

  /** {@code __NR_bpf}: asm/unistd_64.h on x86-64, asm-generic/unistd.h elsewhere. */
  private static final long SYS_BPF = System.getProperty("os.arch").equals("amd64") ? 321 : 280;

  /** The C library has no function for bpf(2). */
  private static final MethodHandle SYSCALL =
      linkVariadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

  /** {@code __NR_mbind}, of which glibc has no function either. */
  private static final long SYS_MBIND = System.getProperty("os.arch").equals("amd64") ? 237 : 235;

  private static final MethodHandle MBIND =
      linkVariadic(
          "syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG,
          JAVA_LONG);

  // freed when this object is: the errno cell must outlive every mapping closed with its help
  private final MemorySegment capture = CLibrary.capture(Arena.ofAuto());
  private final MemorySegment lengthCell = Arena.ofAuto().allocate(JAVA_INT);
  private final MemorySegment pollCell = Arena.ofAuto().allocate(Pollfd.SIZE_BYTES, Integer.BYTES);

  /** Also releases what earlier objects could not, because memory had run out. */
  public FfmLinuxCalls() {
    LATE.retry(this);
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    try {
      return resultOf((int) SOCKET.invokeExact(capture, domain, type, protocol));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int close(int fd) {
    return LATE.close(this, fd);
  }

  @Override
  public int closeNow(int fd) {
    try {
      return resultOf((int) CLOSE.invokeExact(capture, fd));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int setsockopt(int fd, int level, int option, MemorySegment value) {
    try {
      return resultOf(
          (int) SETSOCKOPT.invokeExact(capture, fd, level, option, value, (int) value.byteSize()));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int getsockopt(int fd, int level, int option, MemorySegment value) {
    try {
      lengthCell.set(JAVA_INT, 0, (int) value.byteSize());
      int result =
          resultOf((int) GETSOCKOPT.invokeExact(capture, fd, level, option, value, lengthCell));
      return result < 0 ? result : lengthCell.get(JAVA_INT, 0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int bind(int fd, MemorySegment address) {
    try {
      return resultOf((int) BIND.invokeExact(capture, fd, address, (int) address.byteSize()));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long mmap(long lengthBytes, int protection, int flags, int fd, long offset) {
    try {
      long address =
          (long) MMAP.invokeExact(capture, 0L, lengthBytes, protection, flags, fd, offset);
      return address == -1 ? -errno() : address; // MAP_FAILED is -1, and not NULL
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int munmap(long address, long lengthBytes) {
    return LATE.munmap(this, address, lengthBytes);
  }

  @Override
  public int munmapNow(long address, long lengthBytes) {
    try {
      return resultOf((int) MUNMAP.invokeExact(capture, address, lengthBytes));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int mbind(long address, long lengthBytes, int mode, MemorySegment nodes) {
    try {
      long most = nodes.byteSize() * Byte.SIZE;
      long result =
          (long)
              MBIND.invokeExact(
                  capture, SYS_MBIND, address, lengthBytes, (long) mode, nodes, most, 0L);
      return result < 0 ? -errno() : 0;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int kick(int fd) {
    try {
      long result = (long) SENDTO.invokeExact(capture, fd, 0L, 0L, IfXdp.MSG_DONTWAIT, 0L, 0);
      return result < 0 ? -errno() : (int) result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int getsockname(int fd, MemorySegment address) {
    try {
      lengthCell.set(JAVA_INT, 0, (int) address.byteSize());
      int result = resultOf((int) GETSOCKNAME.invokeExact(capture, fd, address, lengthCell));
      return result < 0 ? result : lengthCell.get(JAVA_INT, 0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int send(int fd, MemorySegment data) {
    try {
      long result = (long) SEND.invokeExact(capture, fd, data, data.byteSize(), 0);
      return result < 0 ? -errno() : (int) result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int receive(int fd, MemorySegment into) {
    try {
      int flags = IfXdp.MSG_DONTWAIT | IfXdp.MSG_TRUNC;
      long result = (long) RECV.invokeExact(capture, fd, into, into.byteSize(), flags);
      return result < 0 ? -errno() : (int) result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int poll(int fd, int timeoutMs) {
    try {
      Pollfd.set(pollCell, fd, Pollfd.POLLIN);
      int result = resultOf((int) POLL.invokeExact(capture, pollCell, 1L, timeoutMs));
      return result < 0 ? result : Pollfd.revents(pollCell);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int schedSetAffinity(MemorySegment mask) {
    try {
      return resultOf((int) SCHED_SETAFFINITY.invokeExact(capture, 0, mask.byteSize(), mask));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int ioctl(int fd, long request, MemorySegment argument) {
    try {
      return resultOf((int) IOCTL.invokeExact(capture, fd, request, argument));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int bpf(int command, MemorySegment attr) {
    try {
      long result =
          (long) SYSCALL.invokeExact(capture, SYS_BPF, command, attr, (int) attr.byteSize());
      return result < 0 ? -errno() : (int) result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int open(MemorySegment path, int flags) {
    try {
      return resultOf((int) OPEN.invokeExact(capture, path, flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private int resultOf(int result) {
    return result < 0 ? -errno() : result;
  }

  private int errno() {
    return CLibrary.errno(capture);
  }
}
