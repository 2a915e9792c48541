package reactor.xsk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;
import reactor.xsk.XskConfig;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.virtual.VirtualKernel;

/** A port over a virtual kernel, with 8 frames and a TX ring of 8, and short ways to use it. */
final class PortFixture implements AutoCloseable {

  static final int FRAMES = 8;
  static final int PACKET_BYTES = 60;

  final VirtualKernel kernel;
  final TxPort port;
  final PortOutcomes outcomes = new PortOutcomes();
  private boolean closed;

  PortFixture(UnaryOperator<VirtualKernel.Builder> settings) {
    this.kernel = settings.apply(VirtualKernel.builder()).build();
    XskConfig config =
        XskConfig.builder("virt0")
            .virtualKernel(kernel)
            .batchSize(FRAMES)
            .frameCount(FRAMES)
            .txRingSize(FRAMES)
            .build();
    this.port = new PortOpener(VirtualKernels.of(kernel), config).open();
  }

  /** Puts and publishes a window. Returns its frames. */
  int[] publish(int packets) {
    int[] frames = put(packets);
    port.submit();
    return frames;
  }

  /** Puts a window without publishing it. */
  int[] put(int packets) {
    int[] frames = new int[packets];
    for (int i = 0; i < packets; i++) {
      frames[i] = port.acquire();
      outcomes.byFrame.remove(frames[i]);
      port.put(frames[i], PACKET_BYTES, i != packets - 1);
    }
    return frames;
  }

  /** Acquires a frame, and writes a number that tells its packet from others. */
  int write(int number) {
    int frame = port.acquire();
    outcomes.byFrame.remove(frame);
    port.frame(frame).set(JAVA_INT_UNALIGNED, 0, number);
    return frame;
  }

  static int numberOf(MemorySegment packet) {
    return packet.get(JAVA_INT_UNALIGNED, 0);
  }

  int reap() {
    return port.reap(outcomes);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      port.close(outcomes);
    }
  }
}
