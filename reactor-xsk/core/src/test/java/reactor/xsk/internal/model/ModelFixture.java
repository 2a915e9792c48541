package reactor.xsk.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.SocketPlan.Binding;
import reactor.xsk.internal.linux.SocketPlans;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.ring.CompletionRing;
import reactor.xsk.internal.ring.RingCells;
import reactor.xsk.internal.ring.TxRing;
import reactor.xsk.virtual.VirtualKernel;

/** A virtual kernel and one socket, used over its bare rings. */
final class ModelFixture {

  static final int RING = 128;
  static final int FRAME_BYTES = 2_048;

  final VirtualKernel kernel;
  final XskSocket socket;
  final TxRing tx;
  final CompletionRing completions;

  ModelFixture(UnaryOperator<VirtualKernel.Builder> settings) {
    this(settings, 8);
  }

  ModelFixture(UnaryOperator<VirtualKernel.Builder> settings, int window) {
    this.kernel = settings.apply(VirtualKernel.builder().traceDescriptors()).build();
    this.socket = VirtualKernels.of(kernel).open(plan(window));
    this.tx = new TxRing(socket.txRing());
    this.completions = new CompletionRing(socket.completionRing());
  }

  static SocketPlan plan(int window) {
    return SocketPlans.of("virt0", 0, Binding.AUTO, RING, FRAME_BYTES, RING, window, window);
  }

  /**
   * Publishes a window of packets in the frames from {@code firstFrame} on, more on all but one.
   */
  void publish(int firstFrame, int packets) {
    for (int i = 0; i < packets; i++) {
      put(firstFrame + i, i != packets - 1);
    }
    tx.submit();
  }

  void put(int frame, boolean more) {
    tx.put((long) frame * FRAME_BYTES, 60 + frame, more ? socket.moreOption() : 0);
  }

  /** Publishes one descriptor as it is. */
  void publishRaw(long address, int lengthBytes, int options) {
    tx.put(address, lengthBytes, options);
    tx.submit();
  }

  /** The consumer index that user space sees. */
  int consumed() {
    return new RingCells(socket.txRing()).consumerAcquire();
  }

  /** The frames that have come back, in the order of the completion ring. */
  List<Integer> completedFrames() {
    List<Integer> frames = new ArrayList<>();
    int count = completions.available();
    for (int i = 0; i < count; i++) {
      frames.add((int) (completions.peek(i) / FRAME_BYTES));
    }
    completions.take(count);
    completions.release();
    return frames;
  }

  long doorbells() {
    return kernel.counters().doorbells();
  }

  long packets() {
    return kernel.counters().packets();
  }
}
