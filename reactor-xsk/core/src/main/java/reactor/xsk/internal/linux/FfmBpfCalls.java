package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * {@link BpfCalls} through Panama. The C library has no function for bpf(2), so it goes through
 * syscall(2). One object must not be used by two threads at a time.
 */
@SuppressWarnings("restricted") // native access is what this class is for
public final class FfmBpfCalls implements BpfCalls {

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  /** {@code __NR_bpf}: asm/unistd_64.h on x86-64, asm-generic/unistd.h elsewhere. */
  private static final long SYS_BPF = System.getProperty("os.arch").equals("amd64") ? 321 : 280;

  private static final MethodHandle SYSCALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.captureCallState("errno"),
              Linker.Option.firstVariadicArg(1));
  private static final MethodHandle OPEN =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("open"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.captureCallState("errno"),
              Linker.Option.firstVariadicArg(2));

  private final MemorySegment capture = Arena.ofAuto().allocate(CAPTURE);

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
      int result = (int) OPEN.invokeExact(capture, path, flags);
      return result < 0 ? -errno() : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private int errno() {
    return capture.get(JAVA_INT, ERRNO_OFFSET);
  }

  /** A handle declares Throwable but throws only what is wrong with the call itself. */
  private static RuntimeException unexpected(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    return t instanceof RuntimeException exception ? exception : new IllegalStateException(t);
  }
}
