package reactor.xsk.internal.linux;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Things of which this process wants one for each device, whatever the number of ports: made for
 * the first port that asks, and closed behind the last. Any thread.
 *
 * @param <K> what there is one of them for
 * @param <T> the thing
 */
public final class Shares<K, T extends CloseStack.Closer> {

  private final Map<K, Counted<T>> held = new HashMap<>();

  private static final class Counted<T> {
    private final T thing;
    private int holders;

    Counted(T thing) {
      this.thing = thing;
    }
  }

  /** A share, to be closed once it is not needed any more. */
  public final class Share implements CloseStack.Closer {

    private final K key;
    private @Nullable Counted<T> counted;

    private Share(K key) {
      this.key = key;
    }

    @Override
    public void close() {
      release(this);
    }
  }

  /**
   * A share in the thing of {@code key}.
   *
   * @param maker makes it if there is none
   */
  public synchronized Share of(K key, Supplier<T> maker) {
    Share share = new Share(key);
    Counted<T> counted = held.get(key);
    if (counted == null) {
      counted = put(key, maker.get());
    }
    return take(share, counted);
  }

  /** The same, or null if there is none. */
  public synchronized @Nullable Share ofHeld(K key) {
    Counted<T> counted = held.get(key);
    return counted == null ? null : take(new Share(key), counted);
  }

  /** The thing of {@code key}, or null if there is none. */
  public synchronized @Nullable T held(K key) {
    Counted<T> counted = held.get(key);
    return counted == null ? null : counted.thing;
  }

  private Counted<T> put(K key, T made) {
    try {
      Counted<T> counted = new Counted<>(made);
      held.put(key, counted);
      return counted;
    } catch (Throwable t) {
      made.close();
      throw t;
    }
  }

  private Share take(Share share, Counted<T> counted) {
    counted.holders++;
    share.counted = counted;
    return share;
  }

  /** With the lock held, so that none is made before the former one is gone. */
  private synchronized void release(Share share) {
    Counted<T> counted = share.counted;
    share.counted = null;
    if (counted != null && --counted.holders == 0) {
      held.remove(share.key);
      counted.thing.close();
    }
  }
}
