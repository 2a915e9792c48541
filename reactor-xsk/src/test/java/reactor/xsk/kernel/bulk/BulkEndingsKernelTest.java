package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/**
 * The link goes down, the interface goes away: nothing hangs, and every packet is accounted for.
 */
@BulkKernel
class BulkEndingsKernelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  private XskSender create() {
    return XskSender.create(XskConfig.builder(pair.near()).mode(XskMode.BULK).build());
  }

  @Test
  void shouldFailWithinASecondWhenTheInterfaceIsRemoved() throws Exception {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = create()) {
      CompletableFuture<SendReport> sent = stream(sender, peer, Integer.MAX_VALUE);

      pair.remove();

      assertThatThrownBy(() -> sent.get(1, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              XskException.class,
              failure -> {
                assertThat(failure.reason()).isEqualTo("ENXIO");
                SendReport report = failure.report();
                assertThat(report).isNotNull();
                assertThat(report.completed()).isLessThanOrEqualTo(peer.count());
                assertThat(report.accepted())
                    .isEqualTo(
                        report.completed()
                            + report.dropped()
                            + report.failed()
                            + report.discarded());
              });
    }
  }

  /** near: redirect refuses (ENETDOWN). far: the driver does (ENXIO), and the carrier is off. */
  @ParameterizedTest
  @ValueSource(strings = {"near", "far"})
  void shouldWaitWhileTheLinkIsDownAndSayWhatWasDropped(String end) throws Exception {
    String toggled = end.equals("near") ? pair.near() : pair.far();
    int packets = 3_000_000;
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = create()) {
      CompletableFuture<SendReport> sent = stream(sender, peer, packets);

      VethPair.down(toggled);
      Eventually.hold("the loop waits", PATIENCE, () -> sender.counters().linkWaits() == 1);
      long before = sender.counters().packets();
      Thread.sleep(50);
      assertThat(sender.counters().packets()).as("packets sent while waiting").isEqualTo(before);
      VethPair.up(toggled);

      SendReport report = sent.get(60, TimeUnit.SECONDS);
      assertThat(report.completed() + report.dropped()).isEqualTo(packets);
      assertThat(report.dropped()).as("two bulks of 16 at the most").isBetween(0L, 32L);
      Eventually.hold("all has arrived", PATIENCE, () -> peer.count() >= report.completed());
      assertThat(peer.count()).isEqualTo(report.completed());
    }
  }

  @Test
  @SuppressWarnings("try") // it is closed before its time
  void shouldReleaseEverythingOnClose() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = create()) {
      sender.<Integer>send(Flux.range(0, 100), SmallPacket::write).block(PATIENCE);
      assertThat(Shell.run("ip link show")).contains("xskbulk");

      sender.close();

      assertThat(Shell.run("ip link show")).doesNotContain("xskbulk");
      assertThat(peer.count()).isEqualTo(100);
      XskCounters counters = sender.counters();
      assertThat(counters.inFlight()).isZero();
      assertThat(counters.freeFrames()).isEqualTo(2_048);
    }
  }

  private static CompletableFuture<SendReport> stream(
      XskSender sender, PeerProgram peer, int packets) {
    CompletableFuture<SendReport> sent =
        sender.<Integer>send(Flux.range(0, packets), SmallPacket::write).toFuture();
    Eventually.hold("packets flow", PATIENCE, () -> peer.count() > 10_000);
    return sent;
  }
}
