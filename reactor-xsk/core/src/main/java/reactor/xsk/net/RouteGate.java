package reactor.xsk.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.internal.net.FollowedRoute;
import reactor.xsk.internal.net.RouteSnapshot;
import reactor.xsk.internal.stream.Gate;

/** Open while packets can go by a route, and always for those who have items dropped. */
final class RouteGate implements Gate {

  private final FollowedRoute route;
  private final WhileUnresolved policy;
  private volatile boolean closed;
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  RouteGate(FollowedRoute route, WhileUnresolved policy) {
    this.route = route;
    this.policy = policy;
    route.onChange(this::changed);
  }

  private void changed(RouteSnapshot snapshot) {
    if (snapshot.isUsable()) {
      waiting.forEach(Runnable::run);
    }
  }

  @Override
  public boolean isOpen() {
    return policy == WhileUnresolved.DROP || route.current().isUsable();
  }

  @Override
  public @Nullable XskException failure() {
    RouteSnapshot snapshot = route.current();
    if (snapshot.isUsable()) {
      return null;
    }
    if (closed) {
      return failure(
          snapshot, ", and the route is closed", "close a route after the streams that it holds");
    }
    return policy == WhileUnresolved.FAIL
        ? failure(
            snapshot,
            "",
            "retry once the way is back, or let the stream wait: WhileUnresolved.HOLD")
        : null;
  }

  private XskException failure(RouteSnapshot snapshot, String addition, String hint) {
    return new XskException(
        "resolve route",
        0,
        snapshot.resolution().reason() + addition,
        "destination=" + route.flow(),
        hint,
        null);
  }

  /** Nothing will open it any more: streams that wait end. */
  void close() {
    closed = true;
    waiting.forEach(Runnable::run);
  }

  @Override
  public void onOpen(Runnable opened) {
    waiting.add(opened);
  }

  @Override
  public void forget(Runnable opened) {
    waiting.remove(opened);
  }
}
