package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory from mmap(2), unmapped once. Accessible from the opening thread only, and not after {@link
 * #close}: a packet writer that keeps its frame gets an exception and not a crash.
 */
final class MappedRegion implements CloseStack.Closer {

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
  static MappedRegion ofUmem(LinuxCalls calls, SocketPlan plan) {
    long lengthBytes = plan.umemBytes();
    int flags = IfXdp.MAP_PRIVATE | IfXdp.MAP_ANONYMOUS | IfXdp.MAP_POPULATE;
    long address = calls.mmap(lengthBytes, IfXdp.PROT_READ_WRITE, flags, -1, 0);
    String values = plan.describe("lengthBytes=" + lengthBytes);
    return of(calls, Operation.MAP_UMEM, address, lengthBytes, values);
  }

  /** Maps a ring of an AF_XDP socket. */
  static MappedRegion ofRing(
      LinuxCalls calls, int fd, SocketPlan plan, long pageOffset, long lengthBytes) {
    int flags = IfXdp.MAP_SHARED | IfXdp.MAP_POPULATE;
    long address = calls.mmap(lengthBytes, IfXdp.PROT_READ_WRITE, flags, fd, pageOffset);
    String values = plan.describe("lengthBytes=%d, offset=0x%x".formatted(lengthBytes, pageOffset));
    return of(calls, Operation.MAP_RING, address, lengthBytes, values);
  }

  /** Maps the values of a BPF array. */
  static MappedRegion ofMap(LinuxCalls calls, int fd, long lengthBytes) {
    int flags = IfXdp.MAP_SHARED | IfXdp.MAP_POPULATE;
    long address = calls.mmap(lengthBytes, IfXdp.PROT_READ_WRITE, flags, fd, 0);
    if (address < 0) {
      throw BpfOperation.MAP_MEMORY.failed((int) address, "lengthBytes=" + lengthBytes);
    }
    return ofMapped(calls, address, lengthBytes);
  }

  private static MappedRegion of(
      LinuxCalls calls, Operation operation, long address, long lengthBytes, String values) {
    if (address < 0) {
      throw operation.failed((int) address, values);
    }
    return ofMapped(calls, address, lengthBytes);
  }

  private static MappedRegion ofMapped(LinuxCalls calls, long address, long lengthBytes) {
    try {
      return new MappedRegion(calls, address, lengthBytes);
    } catch (Throwable t) {
      calls.munmap(address, lengthBytes);
      throw t;
    }
  }

  MemorySegment memory() {
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
