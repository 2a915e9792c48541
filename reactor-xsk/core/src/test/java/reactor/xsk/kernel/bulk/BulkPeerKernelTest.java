package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Warnings;

/**
 * The interface stops taking frames of XDP in mid-stream: on veth when the peer loses its XDP
 * program or its GRO ({@code ethtool -K PEER gro off}).
 */
@BulkKernel
class BulkPeerKernelTest {

  private static final int EOPNOTSUPP = 95;

  /** What a driver is offered at once. */
  private static final int BULK = 16;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  private XskConfig.Builder config() {
    return XskConfig.builder(pair.near()).mode(XskMode.BULK);
  }

  @Test
  void shouldLoseTwoBulksAtMostWaitAndGoOnWhenThePeerTakesFramesAgain() throws Exception {
    PeerProgram first = PeerProgram.dropping(pair.far());
    try (Warnings warnings = new Warnings();
        XskSender sender = XskSender.create(config().build())) {
      CompletableFuture<SendReport> sent = startEndlessStream(sender);
      awaitMore(sender, 50_000);
      first.close();
      Eventually.hold("it waits", PATIENCE, () -> sender.counters().linkWaits() == 1);
      TimeUnit.SECONDS.sleep(1); // the time in which hundreds of packets were lost once

      assertThat(sender.counters().dropped()).isBetween(1L, 2L * BULK);
      assertThat(warnings.of("takes no frames of XDP")).hasSize(1);
      try (PeerProgram second = PeerProgram.dropping(pair.far())) {
        awaitMore(sender, 50_000);
        assertThat(second.count()).isPositive();
      }
      sent.cancel(true);
    }
  }

  @Test
  void shouldFailAfterTheCompletionTimeoutWhenThePeerTakesNoneAnyMore() {
    PeerProgram peer = PeerProgram.dropping(pair.far());
    try (XskSender sender =
        XskSender.create(config().completionTimeout(Duration.ofSeconds(1)).build())) {
      CompletableFuture<SendReport> sent = startEndlessStream(sender);
      awaitMore(sender, 50_000);
      peer.close();

      CompletionException failure =
          catchThrowableOfType(
              CompletionException.class,
              () -> sent.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());

      assertThat(failure.getCause()).isInstanceOf(XskException.class);
      XskException cause = (XskException) failure.getCause();
      assertThat(cause.errno()).isEqualTo(EOPNOTSUPP);
      assertThat(cause.hint()).contains("gro on");
      assertThat(sender.counters().dropped()).isBetween(1L, 2L * BULK);
    }
  }

  @Test
  void shouldGoOverToCopyModeUnderAuto() throws Exception {
    PeerProgram peer = PeerProgram.passing(pair.far());
    try (Warnings warnings = new Warnings();
        XskSender sender =
            XskSender.create(config().mode(XskMode.AUTO).bulkAllowed(true).build())) {
      assertThat(sender.mode()).isEqualTo(XskMode.BULK);
      CompletableFuture<SendReport> sent = startEndlessStream(sender);
      awaitMore(sender, 50_000);
      peer.close();

      Eventually.hold("copy mode from here on", PATIENCE, () -> sender.mode() == XskMode.COPY);
      awaitMore(sender, 50_000);

      assertThat(sender.counters().dropped()).isBetween(1L, 2L * BULK);
      assertThat(sender.counters().failed()).isZero();
      assertThat(warnings.of("copy mode from here on")).hasSize(1);
      sent.cancel(true);
    }
  }

  private static CompletableFuture<SendReport> startEndlessStream(XskSender sender) {
    return sender.<Integer>send(Flux.range(0, Integer.MAX_VALUE), SmallPacket::write).toFuture();
  }

  private static void awaitMore(XskSender sender, long packets) {
    long before = sender.counters().completed();
    Eventually.hold(
        packets + " packets more completed",
        PATIENCE,
        () -> sender.counters().completed() >= before + packets);
  }
}
