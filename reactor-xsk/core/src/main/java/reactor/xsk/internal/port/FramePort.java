package reactor.xsk.internal.port;

import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.frame.FrameLedger;
import reactor.xsk.internal.frame.FrameMemory;

/** What ports have in common: frames of their own, each with one owner. */
abstract class FramePort implements TxPort {

  /** Here so that it exists before there is a port: closing one must take no memory. */
  private static final FrameOutcomes IGNORE = FrameOutcomes.IGNORE;

  final FrameGeometry geometry;
  final FrameLedger ledger;
  private final FrameMemory memory;

  /**
   * Frames lie in {@code memory}; a packet is no longer than {@code interfaceBytes}, and 4 more
   * with a VLAN tag, nor than {@code roomBytes}.
   */
  FramePort(MemorySegment memory, FrameGeometry geometry, int interfaceBytes, int roomBytes) {
    this.geometry = geometry;
    this.ledger = new FrameLedger(geometry);
    this.memory = new FrameMemory(memory, geometry, interfaceBytes, roomBytes);
  }

  @Override
  public final void close() {
    close(IGNORE);
  }

  @Override
  public final int frameCount() {
    return geometry.frameCount();
  }

  @Override
  public final int freeFrames() {
    return ledger.freeCount();
  }

  @Override
  public final int inFlight() {
    return ledger.inFlightCount();
  }

  @Override
  public final boolean isInFlight(int frame) {
    return ledger.isInFlight(frame);
  }

  @Override
  public final int maxPacketBytes() {
    return memory.maxPacketBytes();
  }

  @Override
  public final int acquire() {
    return ledger.acquire();
  }

  @Override
  public final void acquire(int[] frames, int count) {
    ledger.acquire(frames, count);
  }

  @Override
  public final MemorySegment frame(int frame) {
    return memory.slice(frame);
  }

  @Override
  public final void giveBack(int frame) {
    ledger.giveBack(frame);
  }
}
