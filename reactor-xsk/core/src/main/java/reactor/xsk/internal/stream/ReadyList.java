package reactor.xsk.internal.stream;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The streams that something has happened to since the loop last looked: any thread puts a stream
 * in, the loop takes all out. The entries are the list, so nothing is allocated, and an idle stream
 * is in no list at all.
 */
public final class ReadyList {

  private final Runnable waker;
  private final AtomicReference<@Nullable Readiness> newest = new AtomicReference<>();

  public ReadyList(Runnable waker) {
    this.waker = waker;
  }

  /** The entry of a new stream, which is not in the list yet. */
  public Readiness entry() {
    return new Readiness(this);
  }

  /** Any thread: puts an entry in that is not in the list. */
  void add(Readiness entry) {
    Readiness top;
    do {
      top = newest.get();
      entry.setNext(top);
    } while (!newest.compareAndSet(top, entry));
  }

  /** Any thread, after {@link #add}. */
  void wake() {
    waker.run();
  }

  /** Loop thread: takes all out, and returns the oldest, which leads to the others. */
  @Nullable Readiness takeAll() {
    Readiness from = newest.get() == null ? null : newest.getAndSet(null);
    Readiness oldest = null;
    while (from != null) {
      Readiness older = from.next();
      from.setNext(oldest);
      oldest = from;
      from = older;
    }
    return oldest;
  }
}
