package reactor.xsk.docs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskConfig;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/** What the recipes are played on: virtual kernels, and what arrives through them. */
final class RecipeStage {

  static final ValueLayout.OfLong NETWORK_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** An Ethernet header without content, then the value. */
  static final PacketWriter<Long> WRITER =
      (value, frame) -> {
        frame.asSlice(0, 14).fill((byte) 0);
        frame.set(NETWORK_LONG, 14, value);
        return 22;
      };

  private final Queue<Long> arrived = new ConcurrentLinkedQueue<>();

  /** The values that were sent, in order. */
  Queue<Long> arrived() {
    return arrived;
  }

  VirtualKernel taking() {
    return VirtualKernel.builder().onPacket(this::arrive).build();
  }

  /** Takes 16 packets, and gives frames back only on command. */
  VirtualKernel stuck() {
    return VirtualKernel.builder()
        .onPacket(this::arrive)
        .completions(VirtualCompletions.onDemand())
        .build();
  }

  void arrive(MemorySegment packet) {
    if (packet.byteSize() >= 22) {
      arrived.add(packet.get(NETWORK_LONG, 14));
    } else {
      assertThat(packet.toArray(JAVA_BYTE)).hasSize(14);
    }
  }

  static XskConfig config(VirtualKernel kernel) {
    return XskConfig.builder("virt0")
        .virtualKernel(kernel)
        .batchSize(4)
        .frameCount(16)
        .closeTimeout(Duration.ofMillis(50))
        .build();
  }

  static void await(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadlineNs);
      Thread.onSpinWait();
    }
  }
}
