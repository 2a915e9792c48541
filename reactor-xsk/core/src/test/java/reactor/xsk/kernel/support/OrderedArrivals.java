package reactor.xsk.kernel.support;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;

/**
 * Counts the {@link SmallPacket}s that arrive from each of several publishers, and throws when the
 * number of one is not above its last.
 */
public final class OrderedArrivals implements AutoCloseable {

  /** In place of a publisher: all of them together. */
  public static final int ALL = -1;

  private static final int MOST_ON_THE_WAY = 8_000;

  private final AtomicIntegerArray counts;
  private final int[] last;
  private final TapThread tap;

  /** A receiver at {@code interfaceName}. */
  public OrderedArrivals(String interfaceName, int publishers) {
    this.counts = new AtomicIntegerArray(publishers);
    this.last = new int[publishers];
    Arrays.fill(last, -1);
    this.tap = TapThread.on(interfaceName, this::check);
  }

  private void check(byte[] packet, int length) {
    int publisher = SmallPacket.publisherOf(packet);
    int number = SmallPacket.numberOf(packet);
    if (number <= last[publisher]) {
      throw new AssertionError(
          "publisher %d: packet %d came after packet %d"
              .formatted(publisher, number, last[publisher]));
    }
    last[publisher] = number;
    counts.incrementAndGet(publisher);
  }

  /**
   * The same numbers, held back so that of all publishers no more are on their way than there is
   * room for at the receiver. Cannot be fused.
   */
  public Flux<Integer> paced(Flux<Integer> numbers, int publishers, int publisher) {
    LongSupplier arrived = () -> publisher == ALL ? tap.received() : of(publisher);
    return numbers
        .doOnNext(number -> Pace.await(number, MOST_ON_THE_WAY / publishers, arrived))
        .hide();
  }

  /** Waits until {@code count} packets have arrived of all publishers. */
  public void await(long count) {
    tap.awaitReceived(count, Deadline.PATIENCE);
    if (tap.received() != count || tap.dropped() > 0) {
      throw new AssertionError(
          "received %d of %d, no room for %d".formatted(tap.received(), count, tap.dropped()));
    }
  }

  /** How many have arrived of one publisher; throws what the receiver found. */
  public long of(int publisher) {
    tap.received();
    return counts.get(publisher);
  }

  @Override
  public void close() {
    tap.close();
  }
}
