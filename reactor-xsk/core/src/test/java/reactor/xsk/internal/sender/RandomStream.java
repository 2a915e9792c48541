package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.internal.stream.SendSubscriber;

/**
 * One stream of a random schedule: its source, its writer and its subscriber, and what they saw.
 */
final class RandomStream implements CoreSubscriber<Object> {

  private static final long ID_OFFSET = 14;
  private static final int ID_BYTES = 4;

  final RandomSource source;
  final boolean withResults;
  final List<RandomItem> items = new ArrayList<>();
  private final int number;
  private final Random random;
  private final RandomSchedule schedule;
  private final boolean carelessWriter;
  private final boolean carelessSubscriber;
  private @Nullable Subscription subscription;
  private long demanded;
  private long received;
  long written;
  int lastDelivered = -1;
  boolean threw;
  boolean cancelled;
  @Nullable Throwable error;
  boolean completed;
  @Nullable SendReport report;

  RandomStream(RandomSchedule schedule, Random random, int number) {
    this.schedule = schedule;
    this.random = random;
    this.number = number;
    RandomSource.Kind[] kinds = RandomSource.Kind.values();
    RandomSource.Kind kind = kinds[random.nextInt(kinds.length)];
    if (random.nextInt(3) > 0) {
      kind = kinds[random.nextInt(RandomSource.Kind.ASYNC.ordinal() + 1)];
    }
    this.source = new RandomSource(kind, random.nextInt(40), () -> schedule.newItem(this));
    this.withResults = random.nextBoolean();
    this.carelessWriter = random.nextInt(4) == 0;
    this.carelessSubscriber = random.nextInt(8) == 0;
  }

  void subscribe(SteppedSender sender) {
    if (withResults) {
      sender
          .sendWithResults(source.publisher(), this::write)
          .doOnDiscard(Object.class, this::discard)
          .subscribe(this);
    } else {
      sender
          .send(source.publisher(), this::write)
          .doOnDiscard(Object.class, this::discard)
          .subscribe(this);
    }
  }

  /** Operators of the source discard what they like; the sender discards items. */
  private void discard(Object discarded) {
    schedule.violations.check(() -> assertThat(discarded).isNotInstanceOf(SendResult.class));
    if (discarded instanceof RandomItem item) {
      item.discards++;
    }
  }

  private int write(RandomItem item, MemorySegment frame) {
    written++;
    item.writes++;
    schedule.violations.check(
        () -> {
          assertThat(item.writes).as("writes of %s", item).isOne();
          assertThat(frame.byteSize()).isEqualTo(schedule.longestBytes() + 4);
        });
    int most = schedule.longestBytes(); // without a VLAN tag
    if (carelessWriter) {
      switch (random.nextInt(8)) {
        case 0 -> throw new IllegalArgumentException("a writer that throws");
        case 1 -> throw new StackOverflowError("a writer that goes too deep");
        case 2 -> {
          return random.nextInt(14);
        }
        case 3 -> {
          return most + 1 + random.nextInt(1_000);
        }
        case 4 -> {
          return Integer.MIN_VALUE + random.nextInt(100);
        }
        case 5 -> frame.set(ValueLayout.JAVA_BYTE, most + 4, (byte) 0); // leaves its frame
        default -> {} // well
      }
      if (random.nextInt(30) == 0) {
        schedule.callFromInside(this);
      }
    }
    frame.set(ValueLayout.JAVA_INT_UNALIGNED, ID_OFFSET, item.id);
    item.sendable = true;
    int least = (int) ID_OFFSET + ID_BYTES;
    return least + random.nextInt(most - least + 1);
  }

  static int idIn(MemorySegment packet) {
    return packet.get(ValueLayout.JAVA_INT_UNALIGNED, ID_OFFSET);
  }

  // ---- the subscriber

  @Override
  public void onSubscribe(Subscription s) {
    assertThat(subscription).isNull();
    subscription = s;
    request(withResults ? random.nextInt(20) : random.nextInt(3));
  }

  void request(long n) {
    Subscription s = subscription;
    if (n > 0 && s != null) {
      demanded += n;
      s.request(n);
    }
  }

  @Override
  public void onNext(Object value) {
    received++;
    schedule.violations.check(
        () -> {
          assertThat(isOver()).as("onNext after the end of %s", this).isFalse();
          assertThat(received).as("signals of %s", this).isLessThanOrEqualTo(demanded);
        });
    if (value instanceof SendResult<?> result) {
      RandomItem item = (RandomItem) result.item();
      item.results++;
      item.outcome = result.outcome();
    } else {
      report = (SendReport) value;
    }
    if (carelessSubscriber && withResults) {
      switch (random.nextInt(12)) {
        case 0 -> {
          threw = true;
          throw new IllegalStateException("a subscriber that throws");
        }
        case 1 -> {
          threw = true;
          throw new NoClassDefFoundError("a subscriber that lacks a class");
        }
        case 2 -> schedule.callFromInside(this);
        case 3 -> cancel();
        default -> request(random.nextInt(3));
      }
    }
  }

  @Override
  public void onError(Throwable t) {
    assertNotOver("onError");
    error = t;
    if (carelessSubscriber && random.nextBoolean()) {
      throw new IllegalStateException("a subscriber that throws in onError");
    }
  }

  @Override
  public void onComplete() {
    assertNotOver("onComplete");
    completed = true;
  }

  private void assertNotOver(String signal) {
    schedule.violations.check(
        () -> assertThat(isOver()).as("%s after the end of %s", signal, this).isFalse());
  }

  void cancel() {
    cancelled = true;
    Subscription s = subscription;
    if (s != null) {
      s.cancel();
    }
  }

  boolean isOver() {
    return completed || error != null || cancelled || threw;
  }

  /** Items in the queue between the source and the loop. */
  int handedOver() {
    return source.kind == RandomSource.Kind.ASYNC // has a queue of its own, which is its affair
        ? 0
        : Scannable.from(subscription)
            .parents()
            .filter(SendSubscriber.class::isInstance)
            .mapToInt(edge -> edge.scanOrDefault(Scannable.Attr.BUFFERED, 0))
            .sum();
  }

  /** Items that were requested and are not written yet, as the source sees it. */
  long outstanding() {
    if (source.kind.isSync() || isOver() || source.isCancelled()) {
      return 0;
    }
    long promised =
        source.ended ? Math.min(source.emittedBeforeEnd, source.requested()) : source.requested();
    return Math.max(0, promised - written);
  }

  @Override
  public String toString() {
    return "stream %d (%s, %s)".formatted(number, source.kind, withResults ? "results" : "report");
  }
}
