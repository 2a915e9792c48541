package reactor.xsk.kernel.bulk;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskLane;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.ProcessResources;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Volume;

/** Mode BULK has no queues: several lanes are several threads with a call each. */
@BulkKernel
class BulkLanesKernelTest {

  private static final int LANES = 4;
  private static final int PUBLISHERS = 8;
  private static final int KEYS = 64;
  private static final int EACH = Volume.partOf(50_000);

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  private XskSender open() {
    return XskSender.create(
        XskConfig.builder(pair.near()).mode(XskMode.BULK).queues(0, LANES).build());
  }

  @Test
  void shouldAccountForThePacketsOfEightPublishersOnFourLanes() {
    Scheduler threads = Schedulers.newParallel("publisher", PUBLISHERS, true);
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = open()) {
      List<CompletableFuture<SendReport>> sent = new ArrayList<>();
      for (int i = 0; i < PUBLISHERS; i++) {
        sent.add(
            sender
                .<Integer>send(Flux.range(0, EACH).subscribeOn(threads), SmallPacket::write)
                .toFuture());
      }
      long completed = 0;
      for (CompletableFuture<SendReport> future : sent) {
        SendReport report = future.orTimeout(PATIENCE.toMillis(), MILLISECONDS).join();
        assertThat(report.completed() + report.dropped()).isEqualTo(EACH);
        completed += report.completed();
      }

      awaitArrivals(peer, completed);
      assertThat(sender.counters().completed()).isEqualTo(completed);
      assertThat(sender.queues())
          .hasSize(LANES)
          .extracting(XskLane::mode)
          .containsOnly(XskMode.BULK);
    } finally {
      threads.dispose();
    }
  }

  @Test
  void shouldSplitOneStreamByItsKeyOverAllLanes() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = open()) {
      SendReport report =
          sender
              .sendByKey(Flux.range(0, EACH), number -> number % KEYS, SmallPacket::write)
              .block(PATIENCE);

      assertThat(report).isNotNull();
      assertThat(report.completed() + report.dropped()).isEqualTo(EACH);
      awaitArrivals(peer, report.completed());
      assertThat(sender.queues())
          .extracting(XskLane::counters)
          .allSatisfy(counters -> assertThat(counters.accepted()).isPositive());
    }
  }

  @Test
  void shouldReleaseEverythingOfAllLanes() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far())) {
      ProcessResources before = ProcessResources.now();

      open().close();

      before.awaitAgain(PATIENCE);
      assertThat(peer.count()).isZero();
    }
  }

  private static void awaitArrivals(PeerProgram peer, long count) {
    String what = "all " + count + " that completed have arrived";
    Eventually.hold(what, PATIENCE, () -> peer.count() == count);
  }
}
