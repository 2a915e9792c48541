package reactor.xsk.internal.net;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.Link;

/**
 * Asks the kernel's tables about followed routes, and publishes the answers. One thread at a time.
 *
 * <p>What is asked of a next hop alone waits for no lock of the kernel that changes of links hold
 * (RTNL); so it is asked apart, and first.
 */
final class RouteQuestions {

  private static final Logger LOG = Loggers.getLogger(RouteQuestions.class);

  private final KernelTables tables;
  private final Resolver resolver;
  private final Upkeep upkeep;
  private volatile int deviceIndex;
  private int namedIndex;

  RouteQuestions(KernelTables tables, Upkeep upkeep) {
    this.tables = tables;
    this.resolver = new Resolver(tables);
    this.upkeep = upkeep;
  }

  /** Finds the interface by its name, once: from then on it is known by its index. */
  void bindTo(String interfaceName) {
    namedIndex = tables.link(interfaceName).interfaceIndex();
    deviceIndex = namedIndex;
  }

  /** The interface that senders are on, 0 while it is not known; any thread. */
  int deviceIndex() {
    return deviceIndex;
  }

  /** The name, of this moment, of the interface that senders are on. */
  String deviceName() {
    resolver.beginRound();
    Link device = tables.link(deviceIndex);
    return device == null ? "" : device.name();
  }

  /** A first answer. It takes the interface of the route for that of all. */
  Resolution first(FlowSpec flow) {
    resolver.beginRound();
    Resolution resolution = resolve(flow);
    Path path = resolution.path();
    if (deviceIndex == 0 && path != null) {
      deviceIndex = path.device().interfaceIndex();
    }
    return resolution;
  }

  private Resolution resolve(FlowSpec flow) {
    return resolver.resolve(flow, deviceIndex, namedIndex);
  }

  /**
   * Begins a round of {@link #askAll}: what several routes have in common is asked for once.
   *
   * <p>The link first. An event can precede the change that it announces (nexthop.c,
   * remove_nexthop: the event, then the flush of the routes); who changes links or routes holds
   * RTNL, and the question for a link waits for it.
   */
  void beginRound() {
    resolver.beginRound();
    try {
      tables.link(deviceIndex);
    } catch (XskException e) {
      LOG.debug("{} is asked for again by each route: {}", deviceIndex, e.getMessage());
    }
  }

  /** Asks for the whole way of a route. */
  void askAll(FollowedRoute route, long nowNs) {
    route.looked();
    ask(route, nowNs, () -> resolve(route.flow()));
  }

  /** Begins a round of {@link #askHop}: routes by the same next hop have its entry in common. */
  void beginHops() {
    tables.beginNeighbours();
  }

  /** Asks for the entry of the next hop alone, on the way that is known. */
  void askHop(FollowedRoute route, long nowNs) {
    Path path = route.current().resolution().path();
    if (path != null) {
      ask(route, nowNs, () -> resolver.over(path, route.flow()));
    }
  }

  private void ask(FollowedRoute route, long nowNs, Supplier<Resolution> question) {
    try {
      Resolution resolution = question.get();
      publish(route, resolution); // before the next hop is tended: old headers end here
      if (tend(resolution.path(), nowNs)) {
        boolean isWaiting = resolution.template() == null; // not for long on a fast network
        publish(route, isWaiting ? question.get() : resolution);
      }
      route.setIsAnswered(true);
    } catch (XskException e) {
      if (route.setIsAnswered(false)) {
        LOG.warn("route to {} is asked for again: {}", route.flow(), e.getMessage());
      }
      route.lookAgain();
    }
  }

  /** Returns whether something was done for the next hop. */
  private boolean tend(@Nullable Path path, long nowNs) {
    if (path == null || !path.needsNeighbour()) {
      return false;
    }
    if (!path.device().isUp()) {
      upkeep.postpone(path.hop(), nowNs);
      return false;
    }
    upkeep.tend(path.hop(), nowNs);
    return true;
  }

  private void publish(FollowedRoute route, Resolution resolution) {
    Path path = resolution.path();
    UpkeepWay way =
        path == null || !path.needsNeighbour()
            ? UpkeepWay.NOTHING_TO_DO
            : upkeep.wayOf(path.hop(), route.current().way());
    route.publish(resolution, way, upkeep.whyNotBetter());
  }
}
