package reactor.xsk.net;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
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
import reactor.xsk.internal.stream.Gate;

/**
 * The ways to many destinations through one interface: a table that fills as items come, and
 * forgets what is not used. One thread follows them all.
 *
 * <pre>{@code
 * try (UdpRoutes routes = UdpRoutes.onInterface("eth0");
 *     XskSender sender = XskSender.create(XskConfig.builder("eth0").build())) {
 *   sender.send(records, routes.datagrams(MyRecord::collector, MyRecord::encode)).block();
 * }
 * }</pre>
 *
 * <p>An item for which there is no way, or not yet, is dropped and counted with the reason: to hold
 * its stream would hold the items of other destinations too. {@link #prepare} finds a way before
 * the first item needs it.
 *
 * <p><b>Threads.</b> All methods may be called from any thread.
 */
public final class UdpRoutes implements AutoCloseable {

  /** Most destinations at a time. Items to more are dropped, until others have been forgotten. */
  public static final int MAX_DESTINATIONS = 1_024;

  /**
   * A destination without an item for this time is forgotten, at the latest after twice as long.
   */
  private static final Duration FORGET_AFTER = Duration.ofMinutes(1);

  private static final long VERIFY_EVERY_NS = TimeUnit.SECONDS.toNanos(5);
  private static final String OPERATION = "resolve route";

  private final RouteFollower follower;
  private final FlowSpec wishes;
  private final ConcurrentMap<InetSocketAddress, Destination> table = new ConcurrentHashMap<>();
  private final ConcurrentMap<Scoped, Destination> otherScopes = new ConcurrentHashMap<>();
  private final Sinks.One<RouteState> closed = Sinks.one();
  private final Map<String, LongAdder> drops = new ConcurrentHashMap<>();
  private final RouteDrops overflow = new RouteDrops("", drops);
  private final RouteSnapshot full;
  private final RouteInterface leavesBy;
  private final Disposable sweeping;

  /** One entry of the table. */
  private static final class Destination {
    private final int scopeId;
    private final FollowedRoute route;
    private final RouteDrops drops;
    private boolean isUsed = true; // a race costs a sweep

    Destination(int scopeId, FollowedRoute route, RouteDrops drops) {
      this.scopeId = scopeId;
      this.route = route;
      this.drops = drops;
    }
  }

  /** Addresses are equal whatever their scope, and fe80::1 is another host on each interface. */
  private record Scoped(InetSocketAddress to, int scopeId) {}

  private UdpRoutes(RouteFollower follower, String interfaceName, Duration forgetAfter) {
    this.follower = follower;
    this.leavesBy =
        new RouteInterface(
            "what these routes are for",
            follower.namespace(),
            follower.deviceIndex(),
            interfaceName);
    this.wishes = new FlowSpec(new InetSocketAddress(0)).sourcePort(follower.port());
    this.full =
        RouteSnapshot.of(
            new Resolution.Refused(
                0, "", "there are %d destinations already".formatted(MAX_DESTINATIONS), ""));
    long periodMs = forgetAfter.toMillis();
    this.sweeping =
        Schedulers.parallel()
            .schedulePeriodically(this::forgetUnused, periodMs, periodMs, TimeUnit.MILLISECONDS);
    follower.start();
  }

  /**
   * An empty table of ways through one interface.
   *
   * @param interfaceName the interface of the sender; below VLANs the device that carries them
   * @return an open table
   * @throws XskException if there is no such interface, or netlink sockets cannot be opened
   */
  public static UdpRoutes onInterface(String interfaceName) {
    return onInterface(interfaceName, FORGET_AFTER);
  }

  static UdpRoutes onInterface(String interfaceName, Duration forgetAfter) {
    RouteFollower follower = RouteFollower.open("xsk-routes-" + interfaceName, VERIFY_EVERY_NS);
    try {
      follower.bindTo(interfaceName);
      return new UdpRoutes(follower, interfaceName, forgetAfter);
    } catch (RuntimeException | Error e) {
      follower.close();
      throw e;
    }
  }

  /**
   * A packet writer that puts the headers of an item's destination around its payload. The UDP
   * checksum is left to a sender whose {@link reactor.xsk.MetadataOptions#checksums} are set.
   *
   * @param destinationOf where an item goes: a resolved address with a port; called on the loop
   *     thread, once for each item
   * @param payloadWriter writes an item as the payload of one datagram
   * @param <T> the type of the items
   * @return a writer for {@link reactor.xsk.XskSender#send}; one for each stream is best. A sender
   *     on another interface ends the stream with an {@link XskException} at once
   */
  public <T> PacketWriter<T> datagrams(
      Function<? super T, InetSocketAddress> destinationOf,
      PayloadWriter<? super T> payloadWriter) {
    return new RouteWriter<>(
        new DatagramWriter<>(item -> headers(destinationOf.apply(item)), payloadWriter),
        Gate.OPEN,
        leavesBy);
  }

  private HeaderTemplate headers(InetSocketAddress to) {
    Destination destination = entry(to);
    if (destination == null) {
      throw overflow.count(full);
    }
    RouteSnapshot snapshot = destination.route.current();
    HeaderTemplate template = snapshot.template();
    if (template != null && snapshot.isUsable()) {
      return template;
    }
    throw destination.drops.count(snapshot);
  }

  /** The entry of a destination, made if there is room; null if there is none. */
  private @Nullable Destination entry(InetSocketAddress to) {
    Destination destination = table.get(to);
    if (destination != null && destination.scopeId != scopeOf(to)) {
      destination = otherScopes.get(new Scoped(to, scopeOf(to)));
    }
    if (destination == null) {
      destination = addEntry(to);
    }
    if (destination != null) {
      destination.isUsed = true;
    }
    return destination;
  }

  private static int scopeOf(InetSocketAddress to) {
    return to.getAddress() instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
  }

  private @Nullable Destination addEntry(InetSocketAddress to) {
    if (to.isUnresolved()) {
      throw new IllegalArgumentException("the name has no address: " + to.getHostString());
    }
    if (to.getPort() == 0) {
      throw new IllegalArgumentException("the destination needs a port: " + to);
    }
    if (size() >= MAX_DESTINATIONS) {
      return null;
    }
    Destination first = table.computeIfAbsent(to, this::follow);
    return first.scopeId == scopeOf(to)
        ? first
        : otherScopes.computeIfAbsent(new Scoped(to, scopeOf(to)), it -> follow(it.to));
  }

  private Destination follow(InetSocketAddress to) {
    String name = to.getAddress().getHostAddress();
    return new Destination(
        scopeOf(to), follower.follow(wishes.to(to)), new RouteDrops(name, drops));
  }

  private void forgetUnused() {
    table.values().removeIf(this::forgetIfUnused);
    otherScopes.values().removeIf(this::forgetIfUnused);
  }

  private boolean forgetIfUnused(Destination destination) {
    boolean forget = !destination.isUsed && !destination.route.isWatched();
    destination.isUsed = false;
    if (forget) {
      follower.forget(destination.route);
    }
    return forget;
  }

  /**
   * Finds the way to a destination before an item needs it.
   *
   * @param destination a resolved address with a port
   * @return its state once there is a way; does not complete while there is none, and is not
   *     forgotten while it is waited for; an {@link XskException} once the table is closed. Signals
   *     come on the thread that follows the routes, and must not block it
   */
  public Mono<RouteState> prepare(InetSocketAddress destination) {
    return Mono.defer(
        () -> {
          Destination entry = entry(destination);
          if (entry == null) {
            return Mono.error(
                new XskException(
                    OPERATION,
                    0,
                    "the table is full",
                    "destinations=" + MAX_DESTINATIONS,
                    "use fewer, or wait until unused ones are forgotten",
                    null));
          }
          return Mono.firstWithSignal(resolved(entry.route), closed.asMono());
        });
  }

  private static Mono<RouteState> resolved(FollowedRoute route) {
    return Mono.create(
        sink -> {
          Consumer<RouteSnapshot> listener =
              snapshot -> {
                if (snapshot.isUsable()) {
                  sink.success(new RouteState(snapshot)); // the first one is taken
                }
              };
          route.onChange(listener);
          sink.onDispose(() -> route.forget(listener));
          listener.accept(route.current());
        });
  }

  /**
   * How many destinations are known.
   *
   * @return 0 to {@link #MAX_DESTINATIONS}
   */
  public int size() {
    return table.size() + otherScopes.size();
  }

  /**
   * Items that were dropped, by the reason.
   *
   * @return how many of each
   */
  public Map<String, Long> drops() {
    return RouteDrops.byReason(drops);
  }

  /** Ends the thread and gives back what the kernel was asked to keep. Idempotent. */
  @Override
  public void close() {
    sweeping.dispose();
    follower.close();
    closed.tryEmitError(
        new XskException(
            OPERATION,
            0,
            "the table of routes is closed",
            "",
            "prepare before it is closed",
            null));
  }
}
