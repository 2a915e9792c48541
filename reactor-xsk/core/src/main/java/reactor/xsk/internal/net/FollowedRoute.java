package reactor.xsk.internal.net;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.internal.events.RouteRecorder;

/** One destination that a {@link RouteFollower} follows. */
public final class FollowedRoute {

  private static final Logger LOG = Loggers.getLogger(FollowedRoute.class);

  /** How often to ask after an event: some precede the change that they announce. */
  private static final int LOOKS = 2;

  private final FlowSpec flow;
  private final AtomicReference<RouteSnapshot> current;
  private final List<Consumer<? super RouteSnapshot>> listeners = new CopyOnWriteArrayList<>();

  // follower thread
  private int looks = 1;
  private boolean isHopOld;
  private boolean isAnswered = true;

  FollowedRoute(FlowSpec flow, Resolution first) {
    this.flow = flow;
    this.current = new AtomicReference<>(snapshot(first, UpkeepWay.NOTHING_TO_DO, "", null));
  }

  /** What is asked for. */
  public FlowSpec flow() {
    return flow;
  }

  /** What is known now. Any thread: one load, with acquire semantics. */
  public RouteSnapshot current() {
    return current.getAcquire();
  }

  /** Calls {@code listener} on the follower's thread after each change. It must not block. */
  public void onChange(Consumer<? super RouteSnapshot> listener) {
    listeners.add(listener);
  }

  /** Calls {@code listener} no more. Any thread. */
  public void forget(Consumer<? super RouteSnapshot> listener) {
    listeners.remove(listener);
  }

  /** Whether a listener is called after changes. Any thread. */
  public boolean isWatched() {
    return !listeners.isEmpty();
  }

  // ---- the follower's thread

  /** Whether the whole way is to be asked for. */
  boolean isOld() {
    return looks > 0;
  }

  /** An event said that the tables have changed. */
  void setOld() {
    looks = LOOKS;
  }

  /** The whole way is asked for now. */
  void looked() {
    looks = Math.max(0, looks - 1);
  }

  /** The kernel did not answer. */
  void lookAgain() {
    looks = Math.max(1, looks);
  }

  /** Whether the entry of the next hop is to be asked for. */
  boolean isHopOld() {
    return isHopOld;
  }

  void setHopOld(boolean value) {
    isHopOld = value;
  }

  /** Whether the kernel has answered the last question. Returns whether it had the one before. */
  boolean setIsAnswered(boolean value) {
    boolean before = isAnswered;
    isAnswered = value;
    return before;
  }

  /** The next hop whose entry of the neighbour table matters, or null. */
  @Nullable NextHop hop() {
    Path path = current().resolution().path();
    return path == null || !path.needsNeighbour() ? null : path.hop();
  }

  /** Publishes what the kernel says now, if it is not what it said before. */
  void publish(Resolution now, UpkeepWay way, String whyNotBetter) {
    RouteSnapshot before = current.getPlain();
    if (isSame(before, now, way)) {
      return;
    }
    RouteSnapshot next = snapshot(now, way, whyNotBetter, before.template());
    current.set(next); // not a mere release: a loop that waits is looked for after it
    if (before.isUsable() != next.isUsable()) {
      LOG.info("route to {}: {}", flow, next.isUsable() ? "resolved" : now.reason());
    }
    HeaderTemplate template = next.template();
    RouteRecorder.changed(
        flow,
        next.isUsable(),
        template == null ? 0 : template.maxPayloadBytes(),
        next.resolution().reason());
    for (Consumer<? super RouteSnapshot> listener : listeners) {
      listener.accept(next);
    }
  }

  private static boolean isSame(RouteSnapshot before, Resolution now, UpkeepWay way) {
    HeaderTemplate template = now.template();
    HeaderTemplate old = before.resolution().template();
    boolean sameHeaders =
        template == null ? old == null : old != null && template.hasSameHeaders(old);
    return sameHeaders && before.resolution().reason().equals(now.reason()) && before.way() == way;
  }

  private static RouteSnapshot snapshot(
      Resolution now, UpkeepWay way, String whyNotBetter, @Nullable HeaderTemplate last) {
    HeaderTemplate template = now.template();
    return new RouteSnapshot(
        now,
        template == null ? last : template,
        template != null,
        way,
        whyNotBetter,
        Instant.now());
  }
}
