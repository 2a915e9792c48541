package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskGrant;
import reactor.xsk.XskSender;
import reactor.xsk.XskSupport;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.Held;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Volume;

/** How many kicks windows take of the running kernel: one each, or one for several full ones. */
@RealKernel
class WindowsKernelTest {

  private static final int DEFAULT_BUDGET = 32;
  private static final int PACKETS = Volume.partOf(100_000);

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 33, 256, 1_024})
  void shouldNeedOneKickForEachFullWindowOfAFastSource(int batchSize) {
    try (XskSender sender = create(batchSize, 1_024, 1)) {
      sender.send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);

      XskCounters counters = sender.counters();
      int windows = Math.ceilDiv(PACKETS, batchSize);
      assertThat(counters.packets()).isEqualTo(PACKETS);
      if (takesWholeWindows(batchSize)) {
        assertThat(counters.windows()).isEqualTo(windows);
        assertThat(counters.kicks()).isEqualTo(windows);
      } else { // windows are no longer than what a kick takes
        assertThat(counters.windows()).isGreaterThanOrEqualTo(PACKETS / DEFAULT_BUDGET);
        assertThat(counters.kicks()).isGreaterThanOrEqualTo(PACKETS / DEFAULT_BUDGET);
      }
      assertThat(counters.bytes()).isEqualTo(60L * PACKETS);
      assertThat(counters.completions()).isEqualTo(PACKETS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 64})
  void shouldShareAKickAmongFullWindowsThatAreReady(int batchSize) {
    int packets = 2_048; // a frame for each, so that none waits for a completion
    try (XskSender sender = create(batchSize, packets, 256)) {
      sender.send(Flux.range(0, packets), SmallPacket::write).block(PATIENCE);

      int kickSize = XskSupport.kernel().transmitBudget() ? 256 : DEFAULT_BUDGET;
      assertThat(sender.counters().windows()).isEqualTo(packets / Math.min(batchSize, kickSize));
      assertThat(sender.counters().kicks()).isEqualTo(packets / kickSize);
      assertThat(sender.counters().completed()).isEqualTo(packets);
    }
  }

  /** Before Linux 6.17 a kick takes 32 packets. */
  private static boolean takesWholeWindows(int batchSize) {
    return batchSize <= DEFAULT_BUDGET || XskSupport.kernel().transmitBudget();
  }

  /** With the default send buffer the kernel would take some 256 small packets. */
  @Test
  void shouldFillTheWholeRingWhenTheKernelHoldsEveryPacket() {
    int frames = 2_048;
    try (Held held = pair.holdFar();
        XskSender sender = create(32, frames, 1)) {
      XskGrant buffer = sender.queues().getFirst().grants().sendBufferBytes();
      assumeTrue(buffer.isFull(), "net.core.wmem_max allows an ordinary user less: " + buffer);
      var sent = sender.send(Flux.range(0, frames), SmallPacket::write).toFuture();
      Eventually.hold("the kernel has all", PATIENCE, () -> sender.counters().packets() == frames);

      XskCounters counters = sender.counters();
      assertThat(counters.kicksUnfinished()).isZero();
      assertThat(counters.inFlight()).isBetween(frames - 100L, (long) frames);
      assertThat(sent).isNotDone();
      held.release();
      assertThat(sent.join().completed()).isEqualTo(frames);
    }
  }

  @Test
  void shouldSendEachPacketOfASlowSourceByItself() {
    try (XskSender sender = create(32, 256, 256)) {
      Sinks.Many<Integer> source = Sinks.many().unicast().onBackpressureBuffer();
      var sent = sender.send(source.asFlux(), SmallPacket::write).toFuture();
      for (int i = 1; i <= 100; i++) {
        source.tryEmitNext(i).orThrow();
        int expected = i;
        Eventually.hold(
            i + " completed", PATIENCE, () -> sender.counters().completed() == expected);
      }
      source.tryEmitComplete().orThrow();

      assertThat(sent.join().completed()).isEqualTo(100);
      assertThat(sender.counters().windows()).isEqualTo(100);
      assertThat(sender.counters().kicks()).isEqualTo(100);
    }
  }

  private XskSender create(int batchSize, int frames, int kickSize) {
    return XskSender.create(
        XskConfig.builder(pair.near())
            .batchSize(batchSize)
            .frameCount(frames)
            .kickSize(kickSize)
            .build());
  }
}
