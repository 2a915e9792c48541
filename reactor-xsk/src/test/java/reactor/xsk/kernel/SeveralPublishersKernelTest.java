package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.PublisherCrowd;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.VethPair;

/**
 * Eight publishers at once on one queue: each one's packets all arrive, in its order, and each has
 * a report of its own. For ten seconds; for a minute with {@code -Dxsk.long=true}.
 */
@RealKernel
class SeveralPublishersKernelTest {

  private static final int PUBLISHERS = 8;
  private static final Duration LENGTH =
      Duration.ofSeconds(Boolean.getBoolean("xsk.long") ? 60 : 10);

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldDeliverThePacketsOfEachPublisherInItsOrder() {
    try (PublisherCrowd crowd = new PublisherCrowd(pair.far(), PUBLISHERS);
        XskSender sender =
            XskSender.create(XskConfig.builder(pair.near()).frameCount(1_024).build())) {
      crowd.send(sender, LENGTH);

      long all = 0;
      for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
        assertThat(crowd.received(publisher))
            .as("publisher %d", publisher)
            .isEqualTo(crowd.report(publisher).completed())
            .isEqualTo(crowd.report(publisher).accepted())
            .isGreaterThan(1_000);
        all += crowd.received(publisher);
      }
      assertThat(sender.counters().completed()).isEqualTo(all);
      System.err.printf(
          "%d publishers: %,d packets a second%n", PUBLISHERS, all / LENGTH.toSeconds());
    }
  }
}
