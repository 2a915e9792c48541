package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * Links functions of the C library through Panama. The first argument of each handle is memory from
 * {@link #capture}, which receives the errno of a call that fails.
 *
 * <p>No call is linked as {@code critical}: a kick transmits packets in the caller's context and
 * may take long, and a critical call would hold up safepoints for all that time.
 */
@SuppressWarnings("restricted") // native access is what this class is for
public final class CLibrary {

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private CLibrary() {}

  /** A function with a fixed number of parameters. */
  public static MethodHandle link(String name, MemoryLayout result, MemoryLayout... parameters) {
    return link(name, FunctionDescriptor.of(result, parameters), errnoCapture());
  }

  /** A function whose parameters from number {@code firstVariadic} on are variadic. */
  static MethodHandle linkVariadic(
      String name, int firstVariadic, MemoryLayout result, MemoryLayout... parameters) {
    return link(
        name,
        FunctionDescriptor.of(result, parameters),
        errnoCapture(),
        Linker.Option.firstVariadicArg(firstVariadic));
  }

  private static MethodHandle link(
      String name, FunctionDescriptor function, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), function, options);
  }

  private static Linker.Option errnoCapture() {
    return Linker.Option.captureCallState("errno");
  }

  /** Memory for the errno of one call at a time. */
  public static MemorySegment capture(Arena arena) {
    return arena.allocate(CAPTURE);
  }

  /** The errno of the last call with this memory that failed. */
  public static int errno(MemorySegment capture) {
    return capture.get(JAVA_INT, ERRNO_OFFSET);
  }

  /** A handle declares Throwable but throws only what is wrong with the call itself. */
  public static RuntimeException unexpected(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    return t instanceof RuntimeException exception ? exception : new IllegalStateException(t);
  }
}
