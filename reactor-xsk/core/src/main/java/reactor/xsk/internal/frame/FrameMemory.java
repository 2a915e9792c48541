package reactor.xsk.internal.frame;

import java.lang.foreign.MemorySegment;

/**
 * The memory of each frame, cut from the UMEM once, so that handing one out allocates nothing. A
 * slice is as long as the longest packet: a writer cannot leave its frame.
 */
public final class FrameMemory {

  private final MemorySegment[] slices;
  private final int maxPacketBytes;

  /** Cuts {@code umem} into slices of the longest packet that fits both frame and interface. */
  public FrameMemory(MemorySegment umem, FrameGeometry geometry, int maxPacketBytes) {
    this.maxPacketBytes = Math.min(maxPacketBytes, geometry.frameSizeBytes());
    this.slices = new MemorySegment[geometry.frameCount()];
    for (int frame = 0; frame < slices.length; frame++) {
      slices[frame] = umem.asSlice(geometry.address(frame), this.maxPacketBytes);
    }
  }

  /** The memory of a frame. */
  public MemorySegment slice(int frame) {
    return slices[frame];
  }

  /** The longest packet. */
  public int maxPacketBytes() {
    return maxPacketBytes;
  }
}
