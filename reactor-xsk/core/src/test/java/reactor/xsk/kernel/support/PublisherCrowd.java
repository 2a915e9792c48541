package reactor.xsk.kernel.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.SendReport;
import reactor.xsk.XskSender;

/**
 * Publishers that send at once, and the receiver of them all, which checks each one's order; as
 * many have arrived as were completed when none is missing. Half of them hand over through a queue
 * of their own that can be fused, half cannot be fused.
 */
public final class PublisherCrowd implements AutoCloseable {

  private static final int MOST_ON_THE_WAY = 1_000;

  private final int publishers;
  private final AtomicIntegerArray received;
  private final AtomicIntegerArray last;
  private final TapThread tap;
  private final Scheduler threads;
  private List<SendReport> reports = List.of();

  /** A receiver at {@code interfaceName}. */
  public PublisherCrowd(String interfaceName, int publishers) {
    this.publishers = publishers;
    this.received = new AtomicIntegerArray(publishers);
    this.last = new AtomicIntegerArray(publishers);
    this.threads = Schedulers.newParallel("publisher", 2 * publishers, true);
    this.tap = TapThread.on(interfaceName, this::check);
  }

  private void check(byte[] packet, int length) {
    int publisher = SmallPacket.publisherOf(packet);
    int number = SmallPacket.numberOf(packet);
    if (number <= last.get(publisher)) {
      throw new AssertionError(
          "publisher %d: packet %d came after packet %d"
              .formatted(publisher, number, last.get(publisher)));
    }
    last.set(publisher, number);
    received.incrementAndGet(publisher);
  }

  /** Sends for that long, each at least one packet, and waits until all has arrived. */
  public void send(XskSender sender, Duration length) {
    for (int publisher = 0; publisher < publishers; publisher++) {
      received.set(publisher, 0);
      last.set(publisher, -1);
    }
    long before = tap.received();
    long droppedBefore = sender.counters().dropped();
    LongSupplier dropped = () -> sender.counters().dropped() - droppedBefore;
    long endNs = System.nanoTime() + length.toNanos();
    List<CompletableFuture<SendReport>> sent = new ArrayList<>();
    for (int publisher = 0; publisher < publishers; publisher++) {
      int id = publisher;
      sent.add(
          sender
              .<Integer>send(
                  source(id, endNs, dropped),
                  (number, frame) -> SmallPacket.write(id, number, frame))
              .toFuture());
    }
    reports = sent.stream().map(CompletableFuture::join).toList();
    long all = reports.stream().mapToLong(SendReport::completed).sum();
    tap.awaitReceived(before + all, Deadline.PATIENCE);
    if (tap.dropped() > 0) {
      throw new AssertionError("the receiver had no room for " + tap.dropped() + " packets");
    }
  }

  private Flux<Integer> source(int publisher, long endNs, LongSupplier dropped) {
    Flux<Integer> paced =
        Flux.range(0, Integer.MAX_VALUE)
            .takeWhile(number -> number == 0 || System.nanoTime() - endNs < 0)
            .doOnNext(
                number ->
                    Pace.await(
                        number, MOST_ON_THE_WAY, () -> received(publisher) + dropped.getAsLong()))
            .hide()
            .subscribeOn(threads);
    return publisher % 2 == 0 ? paced : paced.publishOn(threads);
  }

  /** How many packets of {@code publisher} have arrived; throws what the receiver found. */
  public long received(int publisher) {
    tap.received();
    return received.get(publisher);
  }

  /** The report of {@code publisher}. */
  public SendReport report(int publisher) {
    return reports.get(publisher);
  }

  @Override
  public void close() {
    threads.dispose();
    tap.close();
  }
}
