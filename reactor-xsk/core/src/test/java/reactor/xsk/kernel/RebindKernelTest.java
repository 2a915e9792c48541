package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.BIND_PATIENCE;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.Privileges;
import reactor.xsk.kernel.support.ProcessResources;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.Volume;

/** Senders come and go: the queue can be had again at once, and nothing piles up. */
@EveryKernelPort
class RebindKernelTest {

  private static final int FRAMES = 256;
  private static final long UMEM_BYTES = FRAMES * 2_048L;
  private static final int PACKETS = 40;

  private final PortLink link = new PortLink();

  @AfterEach
  void removeInterfaces() {
    link.close();
  }

  @Test
  void shouldGetTheQueueAgainAtOnceAfterAClose() {
    for (int i = 0; i < 100; i++) {
      XskSender.create(settings().build()).close();
    }
  }

  /**
   * A socket locks its memory until the kernel has cleaned up after it, a moment after close. A
   * sender of more than half of what may be locked finds no room before that.
   */
  @Test
  void shouldGetItsMemoryAgainAtOnceAfterAClose() throws Exception {
    int frames = 3_000;
    long limitBytes = 4 * frames * 2_048L / 3;
    Privileges.without(
        Privileges.CAP_IPC_LOCK,
        () -> Privileges.withLockedMemoryLimit(limitBytes, () -> cyclesWithFrames(frames)));
  }

  private int cyclesWithFrames(int frames) {
    int cycles = 30;
    for (int i = 0; i < cycles; i++) {
      XskSender.create(settings().frameCount(frames).build()).close();
    }
    return cycles;
  }

  @Test
  void shouldLeakNothingInManyCycles() {
    // a program is verified and its device made in each cycle of mode BULK
    int cycles = link.choose(Volume.partOf(1_000), 100);
    try (TapThread tap = TapThread.on(link.far(), (bytes, length) -> {})) {
      cycles(50, tap);
      ProcessResources before = ProcessResources.now();
      long addressSpaceBefore = ProcessResources.addressSpaceBytes();
      long startNs = System.nanoTime();
      cycles(cycles, tap);
      System.err.printf(
          "%s: %,d cycles of create, send, close in %d ms%n",
          link.mode(), cycles, (System.nanoTime() - startNs) / 1_000_000);

      before.awaitAgain(PATIENCE);
      assertThat(ProcessResources.addressSpaceBytes() - addressSpaceBefore)
          .as("growth of the address space; a UMEM that stays is %d bytes", UMEM_BYTES)
          .isLessThan(cycles * UMEM_BYTES / 3);
      assertThat(tap.received()).isEqualTo((50L + cycles) * PACKETS);
    }
  }

  private void cycles(int count, TapThread tap) {
    long received = tap.received();
    for (int i = 1; i <= count; i++) {
      try (XskSender sender = XskSender.create(settings().build())) {
        SendReport report = sender.send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);
        assertThat(report).isNotNull();
        assertThat(report.completed()).isEqualTo(PACKETS);
      }
      tap.awaitReceived(received + (long) i * PACKETS, PATIENCE);
    }
  }

  private XskConfig.Builder settings() {
    return link.config().frameCount(FRAMES).bindTimeout(BIND_PATIENCE);
  }
}
