package reactor.xsk.internal.net;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.NetworkNamespace;

/**
 * Keeps routes true: a thread that waits for events of the kernel's tables, and asks them again
 * about the destinations in use. It mirrors nothing, because not every change is announced (IPv4
 * routes vanish silently with their interface).
 *
 * <p>Threads: {@link #follow}, {@link #forget} and {@link #close} may be called from any; all else
 * happens on the thread that {@link #start} starts, or before it on the one that opened this.
 */
public final class RouteFollower implements AutoCloseable {

  private static final Logger LOG = Loggers.getLogger(RouteFollower.class);

  /** The least time between two rounds of questions: a burst of events makes few of them. */
  private static final long GATHER_NS = TimeUnit.MILLISECONDS.toNanos(10);

  /** After this time all is asked again, for what no event announces: a learned path MTU. */
  private static final long RECHECK_NS = TimeUnit.SECONDS.toNanos(30);

  private static final long CLOSE_TIMEOUT_MS = 5_000;

  private final RouteSockets sockets;
  private final RouteEvents events;
  private final Upkeep upkeep;
  private final RouteQuestions questions;
  private final Thread thread;
  private final List<FollowedRoute> routes = new CopyOnWriteArrayList<>();
  private volatile boolean closing;
  private long askedNs;

  private RouteFollower(RouteSockets sockets, String threadName, long verifyEveryNs) {
    this.sockets = sockets;
    this.events = new RouteEvents(sockets.events());
    KernelTables tables = new KernelTables(sockets.questions());
    this.upkeep = new Upkeep(tables, sockets.datagrams(), verifyEveryNs);
    this.questions = new RouteQuestions(tables, upkeep);
    this.thread = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
  }

  /**
   * Opens the sockets, in the network namespace of this thread, and subscribes.
   *
   * @param verifyEveryNs how old the last confirmation of a next hop may become
   * @throws XskException if it cannot be opened; nothing is left open then
   */
  public static RouteFollower open(String threadName, long verifyEveryNs) {
    return open(RouteSockets.open(), threadName, verifyEveryNs);
  }

  static RouteFollower open(RouteSockets sockets, String threadName, long verifyEveryNs) {
    try {
      return new RouteFollower(sockets, threadName, verifyEveryNs);
    } catch (RuntimeException | Error e) {
      sockets.close();
      throw e;
    }
  }

  /** A source port that no other program gets while this is open. */
  public int port() {
    return sockets.datagrams().port();
  }

  // ---- before start, on the thread that opened this

  /** Finds the interface by its name, once: from then on it is known by its index. */
  public void bindTo(String interfaceName) {
    questions.bindTo(interfaceName);
  }

  /** The network namespace whose tables are asked: that of this thread, and of the one started. */
  public String namespace() {
    return NetworkNamespace.ofThread(new FfmLinuxCalls());
  }

  /** Asks about a first destination, and takes the interface of its route for that of all. */
  public FollowedRoute first(FlowSpec flow) {
    FollowedRoute route = new FollowedRoute(flow, questions.first(flow));
    routes.add(route);
    questions.askAll(route, System.nanoTime());
    return route;
  }

  /** The interface that senders are on; any thread. */
  public int deviceIndex() {
    return questions.deviceIndex();
  }

  /** The name, of this moment, of the interface that senders are on. */
  public String deviceName() {
    return questions.deviceName();
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  // ---- any thread

  /** Follows a destination more: at first nothing is known of it. */
  public FollowedRoute follow(FlowSpec flow) {
    FollowedRoute route = new FollowedRoute(flow, Resolution.UNASKED);
    routes.add(route);
    sockets.wakeListener();
    return route;
  }

  /** Follows a destination no more. */
  public void forget(FollowedRoute route) {
    routes.remove(route);
  }

  /** Ends the thread, releases what the kernel was asked to keep, and closes the sockets. */
  @Override
  public void close() {
    closing = true;
    if (thread.getState() == Thread.State.NEW) {
      release();
      return;
    }
    sockets.wakeListener();
    if (Thread.currentThread() == thread) {
      return; // from a listener: the thread ends after it
    }
    boolean interrupted = false;
    try {
      if (!thread.join(Duration.ofMillis(CLOSE_TIMEOUT_MS))) {
        LOG.warn("{} has not ended within {} ms", thread.getName(), CLOSE_TIMEOUT_MS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the thread

  private void run() {
    try {
      while (!closing) {
        round();
      }
    } catch (Throwable t) {
      LOG.error("{} ends: routes are followed no more", thread.getName(), t);
      throw t;
    } finally {
      release();
    }
  }

  private void round() {
    long nowNs = System.nanoTime();
    long nextNs = upkeep.nextDueNs(nowNs + RECHECK_NS);
    boolean isAnyOld = routes.stream().anyMatch(FollowedRoute::isOld);
    if (isAnyOld) {
      nextNs = askedNs + GATHER_NS;
    }
    long waitNs = nextNs - nowNs;
    boolean any = events.await((int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(waitNs) + 1));
    if (any) {
      takeEvents();
    }
    long thenNs = System.nanoTime();
    if (thenNs - askedNs >= GATHER_NS) {
      askWhatIsDue(thenNs);
    }
  }

  private void takeEvents() {
    Set<NextHop> watched = hops();
    Set<NextHop> changed = new HashSet<>();
    boolean all = events.take(watched, changed::add);
    for (FollowedRoute route : routes) {
      NextHop hop = route.hop();
      boolean isHopOld = hop != null && changed.contains(hop);
      if (all || isHopOld) {
        route.setHopOld(isHopOld);
        route.setOld(); // which way is best can depend on the next hop
      }
    }
  }

  private Set<NextHop> hops() {
    Set<NextHop> hops = new HashSet<>();
    for (FollowedRoute route : routes) {
      NextHop hop = route.hop();
      if (hop != null) {
        hops.add(hop);
      }
    }
    return hops;
  }

  private void askWhatIsDue(long nowNs) {
    boolean recheck = nowNs - askedNs >= RECHECK_NS;
    boolean anyAsked = false;
    questions.beginHops();
    for (FollowedRoute route : routes) {
      NextHop hop = route.hop();
      if (hop != null && (route.isHopOld() || upkeep.isDue(hop, nowNs))) {
        anyAsked = true;
        route.setHopOld(false);
        questions.askHop(route, nowNs);
      }
    }
    List<FollowedRoute> old = routes.stream().filter(it -> recheck || it.isOld()).toList();
    if (!old.isEmpty()) {
      anyAsked = true;
      questions.beginRound();
      old.forEach(route -> questions.askAll(route, nowNs));
    }
    if (anyAsked) {
      askedNs = nowNs;
      upkeep.retain(hops());
    }
  }

  private void release() {
    try {
      upkeep.close();
    } finally {
      sockets.close();
    }
  }
}
