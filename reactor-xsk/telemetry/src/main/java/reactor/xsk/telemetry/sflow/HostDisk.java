package reactor.xsk.telemetry.sflow;

/**
 * The disks of a host (counter record 2005).
 *
 * @param totalBytes size of all
 * @param freeBytes not used
 * @param fullestPartition how full the fullest partition is, in hundredths of a percent
 * @param reads reads
 * @param bytesRead bytes read
 * @param readMs time of reading, milliseconds
 * @param writes writes
 * @param bytesWritten bytes written
 * @param writeMs time of writing, milliseconds
 */
public record HostDisk(
    long totalBytes,
    long freeBytes,
    long fullestPartition,
    long reads,
    long bytesRead,
    long readMs,
    long writes,
    long bytesWritten,
    long writeMs)
    implements SflowRecord {

  @Override
  public int format() {
    return 2005;
  }

  @Override
  public int sizeBytes() {
    return 52;
  }

  @Override
  public void write(XdrWriter out) {
    out.u64(totalBytes).u64(freeBytes).u32(fullestPartition);
    out.u32(reads).u64(bytesRead).u32(readMs);
    out.u32(writes).u64(bytesWritten).u32(writeMs);
  }
}
