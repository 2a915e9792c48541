package reactor.xsk.internal.stream;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stream has something for the loop to do: its entry in the {@link ReadyList}.
 *
 * <p>A source that hands over steadily finds {@link #ITEMS} set and stores nothing. The loop clears
 * the flag before it polls for the last time, and a source reads it after its item is in the queue,
 * with a full fence in between: one of them sees the other.
 */
final class Readiness {

  /** The stream is in the ready list. */
  private static final int LISTED = 1;

  /** The loop will poll the stream once more. */
  private static final int ITEMS = 2;

  private static final AtomicIntegerFieldUpdater<Readiness> FLAGS =
      AtomicIntegerFieldUpdater.newUpdater(Readiness.class, "flags");

  private final ReadyList list;
  private volatile int flags;
  // belongs to the thread that set LISTED, then to the list
  private @Nullable Readiness next;
  // set before there can be a signal
  private @Nullable Source<?> source;

  Readiness(ReadyList list) {
    this.list = list;
  }

  /** Before the stream has its first signal. */
  void setSource(Source<?> stream) {
    source = stream;
  }

  @Nullable Source<?> source() {
    return source;
  }

  // ---- any thread

  /** Items may be there. */
  void signalItems() {
    VarHandle.fullFence();
    if ((flags & ITEMS) == 0) {
      raise(LISTED | ITEMS);
    }
  }

  /** Something else has happened: a start, an end, a cancellation, room for results. */
  void signal() {
    raise(LISTED);
  }

  private void raise(int added) {
    if ((add(added) & LISTED) == 0) {
      list.add(this);
    }
    list.wake();
  }

  private int add(int added) {
    return FLAGS.getAndAccumulate(this, added, (before, more) -> before | more);
  }

  // ---- the loop thread, and the list

  @Nullable Readiness next() {
    return next;
  }

  void setNext(@Nullable Readiness entry) {
    next = entry;
  }

  /** Out of the list: what happens from now on puts the stream in again. */
  void unlist() {
    next = null;
    clear(LISTED);
  }

  /** Whether items may be there. */
  boolean hasItems() {
    return (flags & ITEMS) != 0;
  }

  /** The loop will poll the stream again, signalled or not. */
  void keepItems() {
    add(ITEMS);
  }

  /** The loop polls once more after this, and then only when items are signalled. */
  void clearItems() {
    clear(ITEMS);
  }

  private void clear(int flag) {
    FLAGS.getAndAccumulate(this, ~flag, (before, kept) -> before & kept);
  }
}
