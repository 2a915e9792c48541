package reactor.xsk.internal.frame;

/**
 * How frames lie in the UMEM: index ↔ address. Pure arithmetic.
 *
 * @param frameCount number of frames
 * @param frameSizeBytes size of a frame, a power of two
 * @param headroomBytes what lies in a frame before its packet
 * @param chunkBytes the piece of a frame that one descriptor names, a power of two; mostly all of
 *     it
 */
public record FrameGeometry(int frameCount, int frameSizeBytes, int headroomBytes, int chunkBytes) {

  /** What {@link #frameAt} answers for an address that is not the start of a frame. */
  public static final int NO_FRAME = -1;

  /** Frames without headroom. */
  public FrameGeometry(int frameCount, int frameSizeBytes) {
    this(frameCount, frameSizeBytes, 0, frameSizeBytes);
  }

  /** The UMEM address of the packet in a frame. */
  public long address(int frame) {
    return (long) frame * frameSizeBytes + headroomBytes;
  }

  /** The longest packet that a frame has room for. */
  public int roomBytes() {
    return frameSizeBytes - headroomBytes;
  }

  /** How many chunks a packet of this length takes. */
  public int chunks(int lengthBytes) {
    return (lengthBytes + chunkBytes - 1) / chunkBytes;
  }

  /**
   * The frame whose packet, or a further chunk of it, starts at a UMEM address, or {@link
   * #NO_FRAME}.
   */
  public int frameAt(long umemAddress) {
    int frame = number(umemAddress);
    return isStart(umemAddress) && frame < frameCount ? frame : NO_FRAME;
  }

  /**
   * Whether a packet, or a further chunk of it, starts at this address if {@link #number} of it is
   * the number of a frame.
   */
  boolean isStart(long umemAddress) {
    long frames = Integer.highestOneBit(2 * frameCount - 1); // a power of two: all have their bits
    long variable = frames * frameSizeBytes - chunkBytes;
    return (umemAddress & ~variable) == headroomBytes;
  }

  /** The number that a frame at this address has; it may be that of none. */
  int number(long umemAddress) {
    // a shift: a division costs more than everything else that is done to a completion
    return (int) (umemAddress >>> Integer.numberOfTrailingZeros(frameSizeBytes));
  }
}
