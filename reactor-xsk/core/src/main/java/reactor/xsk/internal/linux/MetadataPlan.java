package reactor.xsk.internal.linux;

/**
 * What a socket is to offer as TX metadata.
 *
 * @param checksums whether packets can ask for a checksum
 * @param inKernel whether the kernel computes it, and never the device
 * @param transmitTimes whether packets ask when they left
 * @param launchTimes whether packets can ask to leave at a time
 */
public record MetadataPlan(
    boolean checksums, boolean inKernel, boolean transmitTimes, boolean launchTimes) {

  /** No metadata. */
  public static final MetadataPlan NONE = new MetadataPlan(false, false, false, false);

  /** What the metadata takes of a frame: with it, packets begin at a cache line, as without. */
  private static final int HEADROOM_BYTES = 64;

  /** Whether frames have metadata. */
  public boolean isAny() {
    return checksums || transmitTimes || launchTimes;
  }

  /** Bytes of a frame before the packet. */
  public int headroomBytes() {
    return isAny() ? HEADROOM_BYTES : 0;
  }

  /** The options of every descriptor: an older kernel goes by the metadata of each anyhow. */
  public int descriptorOptions() {
    return isAny() ? IfXdp.XDP_TX_METADATA : 0;
  }

  int umemFlags() {
    int flags = isAny() ? IfXdp.XDP_UMEM_TX_METADATA_LEN : 0;
    return inKernel ? flags | IfXdp.XDP_UMEM_TX_SW_CSUM : flags;
  }

  /** What a device must have for this with zero-copy. */
  long zeroCopyFeatures() {
    return (transmitTimes ? NetdevFamily.XSK_TX_TIMESTAMP : 0)
        | (checksums ? NetdevFamily.XSK_TX_CHECKSUM : 0)
        | (launchTimes ? NetdevFamily.XSK_TX_LAUNCH_TIME : 0);
  }
}
