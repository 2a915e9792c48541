package reactor.xsk.internal.frame;

/**
 * How frames lie in the UMEM: index ↔ address. Pure arithmetic.
 *
 * @param frameCount number of frames
 * @param frameSizeBytes size of a frame, a power of two
 * @param headroomBytes what lies in a frame before its packet
 */
public record FrameGeometry(int frameCount, int frameSizeBytes, int headroomBytes) {

  /** What {@link #frameAt} answers for an address that is not the start of a frame. */
  public static final int NO_FRAME = -1;

  /** Frames without headroom. */
  public FrameGeometry(int frameCount, int frameSizeBytes) {
    this(frameCount, frameSizeBytes, 0);
  }

  /** The UMEM address of the packet in a frame. */
  public long address(int frame) {
    return (long) frame * frameSizeBytes + headroomBytes;
  }

  /** The longest packet that a frame has room for. */
  public int roomBytes() {
    return frameSizeBytes - headroomBytes;
  }

  /** The frame whose packet starts at a UMEM address, or {@link #NO_FRAME}. */
  public int frameAt(long umemAddress) {
    boolean aligned = (umemAddress & (frameSizeBytes - 1)) == headroomBytes;
    boolean inRange = umemAddress >= 0 && umemAddress < address(frameCount);
    // a shift: a division costs more than everything else that is done to a completion
    return aligned && inRange
        ? (int) (umemAddress >>> Integer.numberOfTrailingZeros(frameSizeBytes))
        : NO_FRAME;
  }
}
