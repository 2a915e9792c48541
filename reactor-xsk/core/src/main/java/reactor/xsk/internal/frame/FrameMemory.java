package reactor.xsk.internal.frame;

import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.NetDevice;

/**
 * The memory of each frame, cut from the UMEM once, so that handing one out allocates nothing. A
 * slice is as long as the longest packet with a VLAN tag: a writer cannot leave its frame.
 */
public final class FrameMemory {

  private final MemorySegment[] slices;
  private final int maxPacketBytes;

  /**
   * Cuts {@code umem} into slices of the longest packet that fits both frame and interface.
   *
   * @param interfaceBytes the longest packet without a VLAN tag that the interface takes
   * @param roomBytes the longest packet that a frame has room for
   */
  public FrameMemory(
      MemorySegment umem, FrameGeometry geometry, int interfaceBytes, int roomBytes) {
    this.maxPacketBytes = Math.min(interfaceBytes, roomBytes);
    int sliceBytes = Math.min(interfaceBytes + NetDevice.VLAN_TAG_BYTES, roomBytes);
    this.slices = new MemorySegment[geometry.frameCount()];
    for (int frame = 0; frame < slices.length; frame++) {
      slices[frame] = umem.asSlice(geometry.address(frame), sliceBytes);
    }
  }

  /** The memory of a frame. */
  public MemorySegment slice(int frame) {
    return slices[frame];
  }

  /** The longest packet without a VLAN tag. */
  public int maxPacketBytes() {
    return maxPacketBytes;
  }
}
