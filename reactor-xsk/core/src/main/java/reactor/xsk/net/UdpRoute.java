package reactor.xsk.net;

import java.net.InetSocketAddress;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskException;
import reactor.xsk.internal.net.FlowSpec;
import reactor.xsk.internal.net.FollowedRoute;
import reactor.xsk.internal.net.HeaderTemplate;
import reactor.xsk.internal.net.Resolution;
import reactor.xsk.internal.net.RouteFollower;
import reactor.xsk.internal.net.RouteSnapshot;

/**
 * The way of UDP datagrams to one destination, as the kernel's tables have it: interface, source
 * address, next hop and its MAC address, VLAN tags and MTU; for IPv4 and IPv6, unicast, multicast
 * and broadcast. A thread of its own follows the tables, so that a change is in the headers of the
 * next packet.
 *
 * <pre>{@code
 * try (UdpRoute route = UdpRoute.to(new InetSocketAddress("collector", 4739));
 *     XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
 *   sender.send(records, route.datagrams(MyRecord::encode)).block();
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> All methods may be called from any thread. One route serves any number of
 * streams and senders on its interface.
 *
 * <p><b>Privileges.</b> None for itself. With CAP_NET_ADMIN the next hop is watched more closely:
 * {@link NextHopUpkeep}.
 */
public final class UdpRoute implements AutoCloseable {

  private final RouteFollower follower;
  private final FollowedRoute route;
  private final RouteInterface leavesBy;
  private final WhileUnresolved policy;
  private final RouteDrops drops;
  private final RouteGate gate;
  private final Sinks.Many<RouteState> states = Sinks.many().replay().latest();

  private UdpRoute(RouteFollower follower, FollowedRoute route, WhileUnresolved policy) {
    this.follower = follower;
    this.route = route;
    this.leavesBy =
        new RouteInterface(
            route.flow().toString(),
            follower.namespace(),
            follower.deviceIndex(),
            follower.deviceName());
    this.policy = policy;
    this.drops = new RouteDrops(route.flow().toString());
    this.gate = new RouteGate(route, policy);
    states.tryEmitNext(state());
    route.onChange(snapshot -> states.tryEmitNext(new RouteState(snapshot)));
    follower.start();
  }

  /**
   * Asks the kernel for the way, and follows it from then on. Does not wait for the next hop to
   * answer: {@link #states} says when it has.
   *
   * @param destination where datagrams go
   * @return an open route
   * @throws XskException if there is no way, or none that an AF_XDP socket can take; says why, and
   *     what would work
   * @throws IllegalArgumentException if the host name has no address
   */
  public static UdpRoute to(InetSocketAddress destination) {
    return builder(destination).open();
  }

  /**
   * A route with settings of its own.
   *
   * @param destination where datagrams go; {@code fe80::1%eth0} for link-local addresses
   * @return a builder
   * @throws IllegalArgumentException if the host name has no address
   */
  public static UdpRouteBuilder builder(InetSocketAddress destination) {
    return new UdpRouteBuilder(destination);
  }

  static UdpRoute open(FlowSpec flow, RouteFollower follower, WhileUnresolved policy) {
    FollowedRoute route = follower.first(flow);
    Resolution first = route.current().resolution();
    if (first instanceof Resolution.Refused refused) {
      throw refused.asException(flow);
    }
    return new UdpRoute(follower, route, policy);
  }

  /**
   * The interface that frames are handed to: the one to open a sender on. Below a VLAN it is the
   * device that carries the VLAN.
   *
   * @return its name when the route was opened
   */
  public String interfaceName() {
    return leavesBy.name();
  }

  /**
   * A packet writer that puts the headers of this route around payloads. Hand it to the sender as
   * it is: a writer around it hides the route, and then nothing is held while there is no way. The
   * UDP checksum is left to a sender whose {@link reactor.xsk.MetadataOptions#checksums} are set.
   *
   * @param payloadWriter writes an item as the payload of one datagram
   * @param <T> the type of the items
   * @return a writer for {@link reactor.xsk.XskSender#send}; one for each stream is best. A sender
   *     on another interface than {@link #interfaceName} ends the stream with an {@link
   *     XskException} at once
   */
  public <T> PacketWriter<T> datagrams(PayloadWriter<? super T> payloadWriter) {
    return new RouteWriter<>(new DatagramWriter<>(this::headers, payloadWriter), gate, leavesBy);
  }

  /** Loop thread: the headers of the next datagram. */
  private HeaderTemplate headers(Object item) {
    RouteSnapshot snapshot = route.current();
    HeaderTemplate template = snapshot.template();
    if (template != null && (snapshot.isUsable() || policy != WhileUnresolved.DROP)) {
      return template; // one that was taken before the way was lost goes by it still
    }
    throw drops.count(snapshot);
  }

  /**
   * The longest payload of a datagram now. It changes with the route and with the interface.
   *
   * @return bytes; a longer payload fails, alone
   */
  public int maxPayloadBytes() {
    return state().maxPayloadBytes();
  }

  /**
   * What is known now.
   *
   * @return a snapshot
   */
  public RouteState state() {
    return new RouteState(route.current());
  }

  /**
   * What is known now, then each change; the latest one if they come faster than they are taken.
   * Completes when the route is closed. Signals come on a thread of {@link Schedulers#parallel}.
   *
   * @return a hot source for any number of subscribers
   */
  public Flux<RouteState> states() {
    return states.asFlux().onBackpressureLatest().publishOn(Schedulers.parallel(), 1);
  }

  /**
   * Items for which there was no way, by the reason.
   *
   * @return how many of each
   */
  public Map<String, Long> drops() {
    return drops.byReason();
  }

  /**
   * Ends the thread and gives back what the kernel was asked to keep. Writers of this route go on
   * with the last headers; a stream that is held because there is no way ends with an {@link
   * XskException}. Idempotent; waits at most 5 s.
   */
  @Override
  public void close() {
    follower.close();
    gate.close();
    states.tryEmitComplete();
  }

  @Override
  public String toString() {
    return "UdpRoute to " + route.flow().destination() + ", " + state();
  }
}
