package reactor.xsk.internal.linux.bpf;

import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.MappedRegion;

/** An array map whose values programs and this process share: plain memory on both sides. */
public final class BpfArray implements CloseStack.Closer {

  private final Descriptor map;
  private final MappedRegion region;

  private BpfArray(Descriptor map, MappedRegion region) {
    this.map = map;
    this.region = region;
  }

  /** Maps the memory of {@code map}, which stays the caller's if that fails. */
  static BpfArray of(LinuxCalls calls, Descriptor map, long lengthBytes) {
    MappedRegion region =
        MappedRegion.ofShared(
            calls, BpfOperation.MAP_MEMORY, map.fd(), 0, lengthBytes, "lengthBytes=" + lengthBytes);
    try {
      return new BpfArray(map, region);
    } catch (Throwable t) {
      region.close();
      throw t;
    }
  }

  /** The file descriptor by which programs name it. */
  public int fd() {
    return map.fd();
  }

  /** The values, one behind the other, zero at first. Unmapped by {@link #close}. */
  public MemorySegment memory() {
    return region.memory();
  }

  @Override
  public void close() {
    region.close();
    map.close();
  }
}
