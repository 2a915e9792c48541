package reactor.xsk.internal.sender;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Operators;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;

/**
 * A source that offers its queue to its subscriber, in the hands of a test. It notes what is done
 * with the queue, and which rules of fusion that breaks.
 */
final class FusedSource implements Publisher<Integer>, Fuseable.QueueSubscription<Integer> {

  private final int offered;
  private final Subscription signals;
  private final Queue<Integer> items = new ConcurrentLinkedQueue<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicLong requested = new AtomicLong();
  private final AtomicBoolean inUse = new AtomicBoolean();
  private volatile @Nullable CoreSubscriber<? super Integer> subscriber;
  private volatile boolean cleared;
  private volatile boolean ended;
  private volatile UnaryOperator<@Nullable Integer> polled = item -> item;
  private volatile Runnable clearing = () -> {};
  private volatile Runnable askedForFusion = () -> {};

  /** A source of this fusion mode, or of {@link Fuseable#NONE}: it offers and then refuses. */
  FusedSource(int mode) {
    this(mode, Operators.emptySubscription());
  }

  /** The same; {@code signals} receives requests and the cancellation. */
  FusedSource(int mode, Subscription signals) {
    this.offered = mode;
    this.signals = signals;
  }

  // ---- the test's side

  /** Changes what a poll answers, or makes something happen in it. */
  FusedSource onPoll(UnaryOperator<@Nullable Integer> hook) {
    polled = hook;
    return this;
  }

  /** Makes something happen in the middle of the next clear. */
  FusedSource onNextClear(Runnable hook) {
    clearing = hook;
    return this;
  }

  /** Makes something happen each time fusion is asked for, before the answer. */
  FusedSource onRequestFusion(Runnable hook) {
    askedForFusion = hook;
    return this;
  }

  /** Puts items into the queue without a signal. */
  FusedSource fill(int count) {
    for (int i = 0; i < count; i++) {
      items.add(i);
    }
    return this;
  }

  /** Puts an item into the queue and signals it, as an ASYNC-fused source does. */
  @SuppressWarnings("NullAway") // null is how ASYNC fusion signals an item
  void emit(Integer item) {
    items.add(item);
    subscriber().onNext(null);
  }

  CoreSubscriber<? super Integer> subscriber() {
    Await.until("the source is subscribed", () -> subscriber != null);
    CoreSubscriber<? super Integer> actual = subscriber;
    if (actual == null) {
      throw new AssertionError("not subscribed");
    }
    return actual;
  }

  /** Names of what was called, in order. */
  List<String> calls() {
    return calls;
  }

  long countOf(String call) {
    return calls.stream().filter(call::equals).count();
  }

  /** All that has been requested so far. */
  long requested() {
    return requested.get();
  }

  /** What was done that fusion forbids. */
  List<String> violations() {
    return violations;
  }

  // ---- the subscriber's side

  @Override
  public void subscribe(Subscriber<? super Integer> actual) {
    CoreSubscriber<? super Integer> core = Operators.toCoreSubscriber(actual);
    subscriber = core;
    core.onSubscribe(this);
  }

  @Override
  public int requestFusion(int requestedMode) {
    if (calls.stream().anyMatch(call -> !call.equals("requestFusion"))) {
      violations.add("requestFusion after " + calls);
    }
    calls.add("requestFusion");
    askedForFusion.run();
    return requestedMode & offered;
  }

  @Override
  public void request(long n) {
    calls.add("request");
    if (offered == Fuseable.SYNC) {
      violations.add("request(" + n + ") of a SYNC source");
    }
    requested.addAndGet(n);
    signals.request(n);
  }

  @Override
  public void cancel() {
    calls.add("cancel");
    signals.cancel();
  }

  @Override
  public @Nullable Integer poll() {
    begin("poll");
    if (!LoopThreads.isCurrent()) {
      violations.add("poll on " + Thread.currentThread().getName());
    }
    if (cleared) {
      violations.add("poll after clear");
    }
    if (ended) {
      violations.add("poll after the end");
    }
    try {
      Integer item = polled.apply(items.poll());
      ended = item == null && offered == Fuseable.SYNC;
      return item;
    } catch (Throwable t) {
      ended = true;
      throw t;
    } finally {
      inUse.set(false);
    }
  }

  @Override
  public void clear() {
    begin("clear");
    cleared = true;
    Runnable hook = clearing;
    clearing = () -> {};
    hook.run();
    items.clear();
    inUse.set(false);
  }

  /** The queue has one consumer at a time, whoever it is. */
  private void begin(String call) {
    calls.add(call);
    if (inUse.getAndSet(true)) {
      violations.add(call + " while another call is under way");
    }
  }

  @Override
  public boolean isEmpty() {
    return items.isEmpty();
  }

  @Override
  public int size() {
    return items.size();
  }

  /** Of the test, which puts an item in without telling of it. */
  @Override
  public boolean offer(Integer item) {
    return items.offer(item);
  }
}
