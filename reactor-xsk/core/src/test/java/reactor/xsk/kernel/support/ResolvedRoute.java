package reactor.xsk.kernel.support;

import java.net.InetSocketAddress;
import reactor.xsk.net.RouteState;
import reactor.xsk.net.UdpRoute;

/** Routes whose next hop is known. */
public final class ResolvedRoute {

  private ResolvedRoute() {}

  /** Opens a route, and waits until its next hop is known. */
  public static UdpRoute to(InetSocketAddress destination) {
    UdpRoute route = UdpRoute.to(destination);
    if (route.states().filter(RouteState::isResolved).blockFirst(Deadline.PATIENCE) == null) {
      throw new AssertionError("not resolved: " + route);
    }
    return route;
  }
}
