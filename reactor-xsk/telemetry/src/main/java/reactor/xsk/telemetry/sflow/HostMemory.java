package reactor.xsk.telemetry.sflow;

/**
 * The memory of a host (counter record 2004).
 *
 * @param totalBytes all memory
 * @param freeBytes not used
 * @param sharedBytes shared
 * @param bufferBytes buffers
 * @param cachedBytes page cache
 * @param swapTotalBytes all swap
 * @param swapFreeBytes swap not used
 * @param pageIns pages read
 * @param pageOuts pages written
 * @param swapIns pages swapped in
 * @param swapOuts pages swapped out
 */
public record HostMemory(
    long totalBytes,
    long freeBytes,
    long sharedBytes,
    long bufferBytes,
    long cachedBytes,
    long swapTotalBytes,
    long swapFreeBytes,
    long pageIns,
    long pageOuts,
    long swapIns,
    long swapOuts)
    implements SflowRecord {

  @Override
  public int format() {
    return 2004;
  }

  @Override
  public int sizeBytes() {
    return 72;
  }

  @Override
  public void write(XdrWriter out) {
    out.u64(totalBytes).u64(freeBytes).u64(sharedBytes).u64(bufferBytes).u64(cachedBytes);
    out.u64(swapTotalBytes).u64(swapFreeBytes);
    out.u32(pageIns).u32(pageOuts).u32(swapIns).u32(swapOuts);
  }
}
