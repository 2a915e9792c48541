package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.SendReport;
import reactor.xsk.XskCompletionException;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskLane;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.Held;
import reactor.xsk.kernel.support.OrderedArrivals;
import reactor.xsk.kernel.support.ProcessResources;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Volume;

/**
 * Four queues of one interface, with a lane each. Sends 400,000 packets in a test; ten million with
 * {@code -Dxsk.long=true}.
 */
@RealKernel
class SeveralQueuesKernelTest {

  private static final int QUEUES = 4;
  private static final int PUBLISHERS = 8;
  private static final int KEYS = 64;
  private static final int PACKETS =
      Volume.of(Boolean.getBoolean("xsk.long") ? 10_000_000 : 400_000);

  private final VethPair pair = VethPair.withQueues(QUEUES);

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  private XskConfig.Builder config() {
    return XskConfig.builder(pair.near()).mode(XskMode.COPY).queues(0, QUEUES).frameCount(256);
  }

  @Test
  void shouldDeliverEveryPacketOfEightPublishersInTheOrderOfEach() {
    int each = PACKETS / PUBLISHERS;
    Scheduler threads = Schedulers.newParallel("publisher", PUBLISHERS, true);
    try (OrderedArrivals arrivals = new OrderedArrivals(pair.far(), PUBLISHERS);
        XskSender sender = XskSender.create(config().build())) {
      List<CompletableFuture<SendReport>> sent = new ArrayList<>();
      for (int i = 0; i < PUBLISHERS; i++) {
        int publisher = i;
        Flux<Integer> numbers = arrivals.paced(Flux.range(0, each), PUBLISHERS, publisher);
        sent.add(
            sender
                .<Integer>send(
                    numbers.subscribeOn(threads),
                    (number, frame) -> SmallPacket.write(publisher, number, frame))
                .toFuture());
      }
      sent.forEach(report -> assertThat(report.join().completed()).isEqualTo(each));
      arrivals.await(PACKETS);

      for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
        assertThat(arrivals.of(publisher)).as("publisher %d", publisher).isEqualTo(each);
      }
      assertThat(sender.counters().completed()).isEqualTo(PACKETS);
      assertThat(sender.queues().stream().mapToLong(lane -> lane.counters().completed()).sum())
          .isEqualTo(PACKETS);
    } finally {
      threads.dispose();
    }
  }

  @Test
  void shouldKeepTheOrderOfEachKeyOfOneStreamOverAllLanes() {
    try (OrderedArrivals arrivals = new OrderedArrivals(pair.far(), KEYS);
        XskSender sender = XskSender.create(config().build())) {
      Flux<Integer> numbers = arrivals.paced(Flux.range(0, PACKETS), 1, OrderedArrivals.ALL);
      SendReport report =
          sender
              .sendByKey(
                  numbers.subscribeOn(Schedulers.newSingle("source", true)),
                  number -> number % KEYS,
                  (number, frame) -> SmallPacket.write(number % KEYS, number, frame))
              .block(PATIENCE.multipliedBy(10));
      arrivals.await(PACKETS);

      assertThat(report.completed()).isEqualTo(PACKETS);
      for (int key = 0; key < KEYS; key++) {
        assertThat(arrivals.of(key)).as("key %d", key).isEqualTo(PACKETS / KEYS);
      }
      assertThat(sender.queues())
          .allSatisfy(lane -> assertThat(lane.counters().completed()).isPositive());
    }
  }

  @Test
  void shouldLeaveNothingOpenWhenAnotherSocketHasOneOfTheQueues() {
    try (XskSender other = XskSender.create(config().queue(2).build())) {
      assertThat(other.queues()).hasSize(1);
      ProcessResources before = ProcessResources.now();

      assertThatExceptionOfType(XskException.class)
          .isThrownBy(() -> XskSender.create(config().bindTimeout(Duration.ZERO).build()))
          .withMessageContaining("bind(AF_XDP) failed: EBUSY")
          .withMessageContaining("queue=2")
          .withMessageContaining("use another queue");
      before.awaitAgain(PATIENCE);
    }
    XskSender.create(config().build()).close();
  }

  @Test
  void shouldGoOnWithTheOtherLanesWhenOneFailsInMidStream() {
    try (XskSender sender =
        XskSender.create(
            config()
                .completionTimeout(Duration.ofMillis(300))
                .closeTimeout(Duration.ofSeconds(1))
                .build())) {
      AtomicReference<Throwable> error = new AtomicReference<>();
      Flux<Integer> endless = Flux.range(0, Integer.MAX_VALUE).hide();
      try (Held held = pair.holdFar()) {
        sender.<Integer>send(endless, SmallPacket::write).subscribe(r -> {}, error::set);
        Eventually.hold("its lane has failed", PATIENCE, () -> error.get() != null);
        held.release();
      }
      Eventually.hold("its lane has ended", PATIENCE, () -> failures(sender) == 1);

      assertThat(error.get()).isInstanceOf(XskCompletionException.class);
      assertThat(sender.isDisposed()).isFalse();
      for (int i = 0; i < 2 * QUEUES; i++) {
        SendReport report =
            sender.<Integer>send(Flux.range(0, 1_000), SmallPacket::write).block(PATIENCE);
        assertThat(report.completed()).isEqualTo(1_000);
      }
    }
  }

  private static long failures(XskSender sender) {
    return sender.queues().stream().map(XskLane::failure).filter(f -> f != null).count();
  }
}
