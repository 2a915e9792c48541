package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;

/** An array map whose values programs and this process share: plain memory on both sides. */
public final class BpfArray implements AutoCloseable {

  private final BpfObject map;
  private final MappedRegion region;

  private BpfArray(BpfObject map, MappedRegion region) {
    this.map = map;
    this.region = region;
  }

  /** Maps the memory of {@code map} and takes it over, or throws and closes it. */
  static BpfArray of(LinuxCalls calls, BpfObject map, long lengthBytes) {
    try {
      return new BpfArray(map, MappedRegion.ofMap(calls, map.fd(), lengthBytes));
    } catch (RuntimeException | Error e) {
      map.close();
      throw e;
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
