package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.PublisherCrowd;

/**
 * Eight publishers at once on one queue: each one's packets all arrive, in its order, and each has
 * a report of its own. For five seconds; for a minute with {@code -Dxsk.long=true}.
 */
@EveryKernelPort
class SeveralPublishersKernelTest {

  private static final int PUBLISHERS = 8;
  private static final Duration LENGTH =
      Duration.ofSeconds(Boolean.getBoolean("xsk.long") ? 60 : 5);

  private final PortLink link = new PortLink();

  @AfterEach
  void removeInterfaces() {
    link.close();
  }

  @Test
  void shouldDeliverThePacketsOfEachPublisherInItsOrder() {
    try (PublisherCrowd crowd = new PublisherCrowd(link.far(), PUBLISHERS);
        XskSender sender = XskSender.create(link.config().frameCount(1_024).build())) {
      crowd.send(sender, LENGTH);

      long all = 0;
      long dropped = 0;
      for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
        assertThat(crowd.received(publisher))
            .as("publisher %d", publisher)
            .isEqualTo(crowd.report(publisher).completed())
            .isPositive();
        dropped += crowd.report(publisher).accepted() - crowd.report(publisher).completed();
        all += crowd.received(publisher);
      }
      assertThat(sender.counters().completed()).isEqualTo(all);
      assertThat(sender.counters().dropped()).isEqualTo(dropped);
      // with mode COPY the device holds the sender back; in mode BULK it may refuse any number
      assertThat(dropped).isBetween(0L, link.choose(0L, Long.MAX_VALUE));
      System.err.printf(
          "%d publishers: %,d packets a second%n", PUBLISHERS, all / LENGTH.toSeconds());
    }
  }
}
