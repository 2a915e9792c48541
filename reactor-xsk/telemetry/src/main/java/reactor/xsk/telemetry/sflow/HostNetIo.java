package reactor.xsk.telemetry.sflow;

/**
 * The traffic of a host, over its interfaces (counter record 2006).
 *
 * @param bytesIn received
 * @param packetsIn received
 * @param errorsIn receive errors
 * @param dropsIn received and dropped
 * @param bytesOut sent
 * @param packetsOut sent
 * @param errorsOut send errors
 * @param dropsOut dropped instead of sent
 */
public record HostNetIo(
    long bytesIn,
    long packetsIn,
    long errorsIn,
    long dropsIn,
    long bytesOut,
    long packetsOut,
    long errorsOut,
    long dropsOut)
    implements SflowRecord {

  @Override
  public int format() {
    return 2006;
  }

  @Override
  public int sizeBytes() {
    return 40;
  }

  @Override
  public void write(XdrWriter out) {
    out.u64(bytesIn).u32(packetsIn).u32(errorsIn).u32(dropsIn);
    out.u64(bytesOut).u32(packetsOut).u32(errorsOut).u32(dropsOut);
  }
}
