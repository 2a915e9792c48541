package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory from mmap(2), unmapped once. Accessible from the opening thread only, and not after {@link
 * #close}: a packet writer that keeps its frame gets an exception and not a crash.
 */
public final class MappedRegion implements CloseStack.Closer {

  private final LinuxCalls calls;
  private final Arena arena;
  private final MemorySegment memory;

  @SuppressWarnings("restricted") // the kernel has just mapped exactly this memory
  private MappedRegion(LinuxCalls calls, long address, long lengthBytes) {
    this.calls = calls;
    this.arena = Arena.ofConfined();
    this.memory = MemorySegment.ofAddress(address).reinterpret(lengthBytes, arena, null);
  }

  /** Maps zeroed memory; it begins at a page. */
  static MappedRegion ofUmem(LinuxCalls calls, SocketPlan plan, long lengthBytes, int flags) {
    String values = plan.describe("lengthBytes=" + lengthBytes); // before there is what can leak
    long address = calls.mmap(lengthBytes, IfXdp.PROT_READ_WRITE, flags, -1, 0);
    return of(calls, Operation.MAP_UMEM, address, lengthBytes, values);
  }

  /** Maps a ring of an AF_XDP socket. */
  static MappedRegion ofRing(
      LinuxCalls calls, int fd, SocketPlan plan, long pageOffset, long lengthBytes) {
    String values = plan.describe("lengthBytes=%d, offset=0x%x".formatted(lengthBytes, pageOffset));
    return ofShared(calls, Operation.MAP_RING, fd, pageOffset, lengthBytes, values);
  }

  /**
   * Maps memory that this process shares with the kernel; {@code operation} names the call if it
   * fails.
   */
  public static MappedRegion ofShared(
      LinuxCalls calls,
      KernelCall operation,
      int fd,
      long offset,
      long lengthBytes,
      String values) {
    int flags = IfXdp.MAP_SHARED | IfXdp.MAP_POPULATE;
    long address = calls.mmap(lengthBytes, IfXdp.PROT_READ_WRITE, flags, fd, offset);
    return of(calls, operation, address, lengthBytes, values);
  }

  private static MappedRegion of(
      LinuxCalls calls, KernelCall operation, long address, long lengthBytes, String values) {
    if (address < 0) {
      throw operation.failed((int) address, values);
    }
    return ofMapped(calls, address, lengthBytes);
  }

  /** Takes memory over that the kernel has mapped. */
  static MappedRegion ofMapped(LinuxCalls calls, long address, long lengthBytes) {
    try {
      return new MappedRegion(calls, address, lengthBytes);
    } catch (Throwable t) {
      calls.munmap(address, lengthBytes);
      throw t;
    }
  }

  /** The memory, from its first byte to its last. */
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public void close() {
    long address = memory.address();
    long lengthBytes = memory.byteSize();
    arena.close();
    calls.munmap(address, lengthBytes);
  }
}
