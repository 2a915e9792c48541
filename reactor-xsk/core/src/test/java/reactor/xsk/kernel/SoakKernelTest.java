package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.xsk.XskCounters;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Deadline;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.ProcessResources;
import reactor.xsk.kernel.support.PublisherCrowd;

/**
 * Sends for {@code -Dxsk.soak.minutes=N}; without that there is no such test, rather than a skipped
 * one. More than 15 minutes need {@code -Dtest.timeoutSeconds} raised as well.
 *
 * <p>One sender lives from the beginning to the end. Beside it one is made, used and closed in each
 * round.
 */
@EveryKernelPort
class SoakKernelTest {

  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final int PUBLISHERS = 4;

  @TestFactory
  Stream<DynamicTest> soak() {
    int minutes = Integer.getInteger("xsk.soak.minutes", 0);
    return minutes == 0
        ? Stream.empty()
        : Stream.of(
            dynamicTest(
                "shouldLoseNothingAndLeakNothingIn%dMinutes".formatted(minutes),
                () -> soakFor(Duration.ofMinutes(minutes))));
  }

  private static void soakFor(Duration length) {
    long endNs = System.nanoTime() + length.toNanos();
    try (PortLink link = new PortLink();
        PortLink other = new PortLink();
        PublisherCrowd crowd = new PublisherCrowd(link.far(), PUBLISHERS);
        PublisherCrowd otherCrowd = new PublisherCrowd(other.far(), PUBLISHERS);
        XskSender sender = create(link)) {
      round(otherCrowd, other);
      ProcessResources before = ProcessResources.now();
      long addressSpaceBefore = ProcessResources.addressSpaceBytes();
      while (System.nanoTime() - endNs < 0) {
        crowd.send(sender, ROUND);
        assertThatAllIsWell(sender);
        round(otherCrowd, other);
        before.awaitAgain(Deadline.PATIENCE);
        assertThat(ProcessResources.addressSpaceBytes() - addressSpaceBefore)
            .as("growth of the address space")
            .isLessThan(512L << 20);
      }
      System.err.printf("soak: %s%n", sender.counters());
    }
  }

  private static void round(PublisherCrowd crowd, PortLink link) {
    try (XskSender sender = create(link)) {
      crowd.send(sender, Duration.ofMillis(500));
      assertThatAllIsWell(sender);
    }
  }

  private static void assertThatAllIsWell(XskSender sender) {
    XskCounters counters = sender.counters();
    assertThat(counters.completed() + counters.dropped()).isEqualTo(counters.accepted());
    assertThat(counters.lost()).isZero();
    if (sender.mode() == XskMode.COPY) {
      assertThat(counters.dropped()).isZero();
    }
    assertThat(counters.freeFrames()).isEqualTo(512);
    assertThat(counters.openStreams()).isZero();
  }

  private static XskSender create(PortLink link) {
    return XskSender.create(link.config().frameCount(512).build());
  }
}
