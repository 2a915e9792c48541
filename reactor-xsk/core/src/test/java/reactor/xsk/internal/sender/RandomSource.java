package reactor.xsk.internal.sender;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;

/** A source of a random schedule, in one of several kinds; the schedule says when it does what. */
final class RandomSource implements Publisher<RandomItem>, Subscription {

  /** What kind of a source. */
  enum Kind {
    /** Hands over on command, as far as it was asked. */
    PLAIN,
    /** Hands over within {@code request}, on the loop's thread. */
    PROMPT,
    /** Fused: polled. */
    SYNC,
    /** Fused: polled, and throws at some item. */
    SYNC_THROWING,
    /** Fused: fills a queue of its own. */
    ASYNC,
    /** Emits more than was requested. */
    TOO_MANY,
    /** Emits null now and then. */
    NULLS,
    /** Emits, completes and fails after its end. */
    NEVER_ENDS,
    /** Throws when it is subscribed. */
    THROWS_IN_SUBSCRIBE,
    /** Throws when it is asked. */
    THROWS_IN_REQUEST,
    /** Throws when it is cancelled. */
    THROWS_IN_CANCEL,
    /** Subscribes twice. */
    SUBSCRIBES_TWICE,
    /** Never calls onSubscribe. */
    MUTE;

    boolean obeysTheRules() {
      return ordinal() <= ASYNC.ordinal();
    }

    boolean isSync() {
      return this == SYNC || this == SYNC_THROWING;
    }
  }

  /** Makes the items. */
  interface Maker {
    RandomItem make();
  }

  final Kind kind;
  private final Maker maker;
  private final int limit;
  private final RandomAsyncSource async = new RandomAsyncSource();
  private @Nullable Subscriber<? super RandomItem> subscriber;
  private long requested;
  long emitted;
  boolean ended;
  // no promise covers what comes after the end
  long emittedBeforeEnd;
  private boolean cancelled;

  RandomSource(Kind kind, int limit, Maker maker) {
    this.kind = kind;
    this.limit = limit;
    this.maker = maker;
  }

  Publisher<RandomItem> publisher() {
    return switch (kind) {
      case SYNC -> Flux.range(0, limit).map(i -> next());
      case SYNC_THROWING -> Flux.range(0, limit).map(i -> i == limit / 2 ? thrown() : next());
      case ASYNC -> async;
      default -> this;
    };
  }

  private RandomItem next() {
    emitted++;
    return maker.make();
  }

  private static RandomItem thrown() {
    throw new IllegalStateException("a source that throws");
  }

  @Override
  public void subscribe(Subscriber<? super RandomItem> actual) {
    subscriber = actual;
    if (kind == Kind.MUTE) {
      return;
    }
    actual.onSubscribe(this);
    if (kind == Kind.SUBSCRIBES_TWICE) {
      actual.onSubscribe(new RandomSource(Kind.PLAIN, 0, maker));
    }
    if (kind == Kind.THROWS_IN_SUBSCRIBE) {
      throw new IllegalStateException("a source that throws in subscribe");
    }
  }

  @Override
  public void request(long n) {
    requested += n;
    if (kind == Kind.THROWS_IN_REQUEST) {
      throw new IllegalStateException("a source that throws in request");
    }
    if (kind == Kind.PROMPT) {
      emit((int) n);
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (kind == Kind.THROWS_IN_CANCEL) {
      throw new IllegalStateException("a source that throws in cancel");
    }
  }

  /** What the sender has requested. */
  long requested() {
    return kind == Kind.ASYNC ? async.requested : requested;
  }

  boolean isCancelled() {
    return kind == Kind.ASYNC ? async.cancelled : cancelled;
  }

  /** Emits up to {@code most} items, as far as its kind lets it. Returns how many. */
  int emit(int most) {
    int count = 0;
    while (count < most && emitOne()) {
      count++;
    }
    return count;
  }

  private boolean emitOne() {
    Subscriber<? super RandomItem> actual = subscriber;
    if (kind == Kind.ASYNC) {
      boolean emits = async.isServed() && !ended;
      if (emits) {
        async.emit(next());
      }
      return emits;
    }
    boolean stops = kind.isSync() || actual == null || kind == Kind.MUTE || cancelled;
    if (stops || (ended && kind != Kind.NEVER_ENDS)) {
      return false;
    }
    if (emitted >= requested && kind != Kind.TOO_MANY && kind != Kind.NEVER_ENDS) {
      return false;
    }
    if (kind == Kind.NULLS && emitted % 5 == 4) {
      emitted++;
      emitNull(actual);
      return false;
    }
    actual.onNext(next());
    return true;
  }

  @SuppressWarnings("NullAway") // that is the point
  private static void emitNull(Subscriber<? super RandomItem> actual) {
    try {
      actual.onNext(null);
      throw new AssertionError("§2.13: onNext(null) must throw");
    } catch (NullPointerException expected) {
      // as the rule says
    }
  }

  void end(@Nullable Throwable error) {
    boolean again = ended && kind != Kind.NEVER_ENDS;
    if (again || kind.isSync()) {
      return;
    }
    emittedBeforeEnd = ended ? emittedBeforeEnd : emitted;
    ended = true;
    Subscriber<? super RandomItem> actual = subscriber;
    if (kind == Kind.ASYNC) {
      if (async.isServed()) {
        async.end(error);
      }
    } else if (actual != null && !cancelled && kind != Kind.MUTE) {
      if (error == null) {
        actual.onComplete();
      } else {
        actual.onError(error);
      }
    }
  }
}
