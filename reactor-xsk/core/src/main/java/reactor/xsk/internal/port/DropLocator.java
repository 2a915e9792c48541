package reactor.xsk.internal.port;

import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.ring.CompletionRing;
import reactor.xsk.internal.ring.TxRing;

/**
 * Finds the packet that an EBUSY speaks of: the newest one whose frame has come back when the call
 * returns. The kernel frees a packet that it drops inside the call, takes none behind it, and posts
 * its frame at once (__dev_direct_xmit, net/core/dev.c; xsk_destruct_skb, net/xdp/xsk.c).
 *
 * <p>Its index would say the same, but kernels before 6.17 do not publish it at the end of a call,
 * and those before 7.2 only if the call sent something.
 */
final class DropLocator {

  private final FrameGeometry geometry;
  private final TxRing txRing;
  private final CompletionRing completionRing;

  // a frame has come back if it carries the mark of this search
  private final int[] marks;
  private int mark;

  DropLocator(FrameGeometry geometry, TxRing txRing, CompletionRing completionRing) {
    this.geometry = geometry;
    this.txRing = txRing;
    this.completionRing = completionRing;
    this.marks = new int[geometry.frameCount()];
  }

  /** The frame of the packet, or {@link FrameGeometry#NO_FRAME} if none has come back. */
  int droppedFrame() {
    int cameBack = completionRing.available();
    mark++;
    for (int i = 0; i < cameBack; i++) {
      int frame = geometry.frameAt(completionRing.peek(i));
      if (frame != FrameGeometry.NO_FRAME) { // an impossible one is found when it is taken
        marks[frame] = mark;
      }
    }
    return cameBack == 0 ? FrameGeometry.NO_FRAME : newestMarked();
  }

  private int newestMarked() {
    for (int back = 1; back <= txRing.entries(); back++) {
      int frame = geometry.frameAt(txRing.addressAt(txRing.produced() - back));
      if (frame != FrameGeometry.NO_FRAME && marks[frame] == mark) {
        return frame;
      }
    }
    return FrameGeometry.NO_FRAME;
  }
}
