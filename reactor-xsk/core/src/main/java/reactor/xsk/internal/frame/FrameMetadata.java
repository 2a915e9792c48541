package reactor.xsk.internal.frame;

import java.lang.foreign.MemorySegment;
import reactor.xsk.TxMetadata;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.linux.MetadataPlan;
import reactor.xsk.internal.linux.XskTxMetadata;

/** The metadata that lies in front of each packet; writers see that of the one they write. */
public final class FrameMetadata implements TxMetadata {

  private static final int CHECKSUM_FIELD_BYTES = 2;

  /**
   * A smaller value is what was asked of the checksum, and not a time, of which it has the place.
   */
  private static final long LEAST_TIME_NS = 1L << 32;

  private final MemorySegment umem;
  private final FrameGeometry geometry;
  private final MetadataPlan plan;
  private final long flagsOfAll;
  private long at;
  private int checksumEnd;

  public FrameMetadata(MemorySegment umem, FrameGeometry geometry, MetadataPlan plan) {
    this.umem = umem;
    this.geometry = geometry;
    this.plan = plan;
    this.flagsOfAll = plan.transmitTimes() ? XskTxMetadata.TIMESTAMP : 0;
  }

  /** Turns to the packet in a frame, for which nothing is asked yet. */
  public void begin(int frame) {
    at = place(frame);
    checksumEnd = 0;
    XskTxMetadata.begin(umem, at, flagsOfAll);
  }

  private long place(int frame) {
    return geometry.address(frame) - geometry.headroomBytes();
  }

  @Override
  public boolean hasChecksums() {
    return plan.checksums();
  }

  @Override
  public void checksum(int startBytes, int offsetBytes) {
    if (!plan.checksums()) {
      throw new IllegalStateException(
          "the sender has no checksums: set MetadataOptions.checksums, or compute them");
    }
    if ((startBytes & 0xffff) != startBytes || (offsetBytes & 0xffff) != offsetBytes) {
      throw new IllegalArgumentException(
          "startBytes and offsetBytes must be from 0 to 65535: startBytes=%d, offsetBytes=%d"
              .formatted(startBytes, offsetBytes));
    }
    XskTxMetadata.setChecksum(umem, at, startBytes, offsetBytes);
    XskTxMetadata.addFlags(umem, at, XskTxMetadata.CHECKSUM);
    checksumEnd = startBytes + offsetBytes + CHECKSUM_FIELD_BYTES;
  }

  @Override
  public boolean hasLaunchTimes() {
    return plan.launchTimes();
  }

  @Override
  public void launchAt(long timeNs) {
    if (!plan.launchTimes()) {
      throw new IllegalStateException(
          "the sender has no launch times: set MetadataOptions.launchTimes");
    }
    XskTxMetadata.setLaunchTime(umem, at, timeNs);
    XskTxMetadata.addFlags(umem, at, XskTxMetadata.LAUNCH_TIME);
  }

  /**
   * Checks what was asked for against the packet, as the kernel does, which takes nothing behind
   * metadata that it refuses (net/xdp/xsk.c, xsk_skb_metadata).
   */
  public void check(int lengthBytes) {
    if (checksumEnd > lengthBytes) {
      throw new XskPacketException(
          "write packet",
          0,
          "the checksum field lies outside of the packet",
          "length=%d, checksumStart=%d, checksumOffset=%d"
              .formatted(
                  lengthBytes,
                  XskTxMetadata.checksumStart(umem, at),
                  XskTxMetadata.checksumOffset(umem, at)),
          "offsetBytes counts from startBytes, which counts from the Ethernet header",
          null);
    }
  }

  /** When the packet in a frame that has come back left; 0 if that is not known. */
  public long transmitTimeNs(int frame) {
    long timeNs = XskTxMetadata.timestamp(umem, place(frame));
    boolean isTime = plan.transmitTimes() && (timeNs < 0 || timeNs >= LEAST_TIME_NS);
    return isTime ? timeNs : 0;
  }
}
