package reactor.xsk.internal.sender;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskLane;
import reactor.xsk.XskMode;
import reactor.xsk.internal.loop.TxLoop;
import reactor.xsk.internal.port.Ports;

/** The lanes of a sender, one for each of its queues: opened together, and chosen for streams. */
final class Lanes {

  /** How much longer than bindTimeout opening a lane may take: the kernel may wait for others. */
  private static final long OPEN_GRACE_NS = TimeUnit.SECONDS.toNanos(30);

  private static final long LOOK_EVERY_MS = 100;

  private final List<Lane> all;
  private final AtomicInteger turn = new AtomicInteger();

  private Lanes(List<Lane> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Opens one lane after the other.
   *
   * @throws XskException if one cannot be opened; those that were are closed again
   */
  static Lanes open(XskConfig config, Ports ports) {
    List<Lane> opened = new ArrayList<>(config.queueCount()); // to add one takes no memory
    try {
      for (int i = 0; i < config.queueCount(); i++) {
        XskConfig own = settingsOf(i, config);
        Lane lane = new Lane(own, ports.ofLane(own)::open);
        lane.start();
        opened.add(lane);
        awaitOpen(lane, config);
      }
      return new Lanes(opened);
    } catch (Throwable t) {
      requestClose(opened); // first: to wait takes memory, which can have run out
      new Disposal(opened, config).close();
      throw t;
    }
  }

  /** Of lane {@code i}: its queue and its CPU, and its part of the rates. */
  private static XskConfig settingsOf(int i, XskConfig config) {
    int lanes = config.queueCount();
    XskConfig.Builder own =
        config.toBuilder()
            .queue(config.queue() + i)
            .pace(part(config.pace(), i, lanes))
            .paceBits(part(config.paceBits(), i, lanes));
    int cpus = config.cpus().size();
    return cpus == 0 ? own.build() : own.cpus(config.cpus().get(i % cpus)).build();
  }

  private static long part(long rate, int i, int lanes) {
    return rate / lanes + (i < rate % lanes ? 1 : 0);
  }

  /** Takes no memory, so that it works where memory has run out: no lambda, no iterator. */
  static void requestClose(List<Lane> lanes) {
    long nowNs = System.nanoTime();
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).requestClose(nowNs);
    }
  }

  /** Looks after the thread now and then: without memory it can end and give no answer. */
  private static void awaitOpen(Lane lane, XskConfig config) {
    CompletableFuture<TxLoop> opened = lane.thread().opened();
    long patienceNs = config.bindTimeout().toNanos() + OPEN_GRACE_NS;
    long startNs = System.nanoTime();
    boolean interrupted = false;
    boolean waits = true;
    while (waits && !opened.isDone()) {
      interrupted |= awaitInterrupted(opened);
      waits = lane.thread().isAlive() && System.nanoTime() - startNs < patienceNs;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!opened.isDone()) {
      opened.completeExceptionally(late(lane, config, patienceNs)); // unless it has opened by now
    }
    throwFailure(opened);
  }

  /**
   * Waits for a while, or until it is done; returns whether the wait was interrupted. It needs no
   * timer of the JDK, whose thread does not survive a heap that is full.
   */
  private static boolean awaitInterrupted(CompletableFuture<TxLoop> opened) {
    try {
      opened.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
      return false;
    } catch (InterruptedException e) {
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false; // the caller looks whether it is done
    }
  }

  private static XskException late(Lane lane, XskConfig config, long patienceNs) {
    BlockedThread blocked = new BlockedThread(lane.thread());
    return new XskException(
        "create",
        0,
        lane.thread().isAlive()
            ? "the port is not open after " + TimeUnit.NANOSECONDS.toSeconds(patienceNs) + " s"
            : "the loop thread has ended without an answer: memory has run out",
        "interface=%s, queue=%d, %s"
            .formatted(config.interfaceName(), lane.queue(), blocked.describe()),
        "see the stack of the cause; a port that opens later is closed at once",
        blocked.stack());
  }

  private static void throwFailure(CompletableFuture<TxLoop> opened) {
    try {
      opened.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof XskException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Completes once nothing native of any lane is open any more. */
  CompletableFuture<Void> ended() {
    return CompletableFuture.allOf(
        all.stream().map(Lane::ended).toArray(CompletableFuture<?>[]::new));
  }

  List<Lane> all() {
    return all;
  }

  /**
   * The lane for the next stream: that with the fewest streams, and of these the one with the
   * fewest packets in flight. Lanes that take none any more are left out while others do.
   */
  Lane leastBusy() {
    int first = Math.floorMod(turn.getAndIncrement(), all.size());
    Lane best = all.get(first);
    for (int i = 1; i < all.size(); i++) {
      Lane lane = all.get((first + i) % all.size());
      if (isBetter(lane, best)) {
        best = lane;
      }
    }
    return best;
  }

  private static boolean isBetter(Lane lane, Lane than) {
    if (lane.isRefusing() != than.isRefusing()) {
      return than.isRefusing();
    }
    int streams = Integer.compare(lane.streamCount(), than.streamCount());
    return streams == 0 ? lane.inFlight() < than.inFlight() : streams < 0;
  }

  /** The lane of all items with this key. */
  Lane ofKey(Object key) {
    int hash = key.hashCode();
    return all.get(Math.floorMod(hash ^ (hash >>> 16), all.size()));
  }

  List<XskLane> states() {
    return all.stream().map(Lane::state).toList();
  }

  XskCounters counters() {
    return all.stream().map(Lane::counters).reduce(XskCounters::plus).orElseThrow();
  }

  XskMode mode() {
    return all.stream()
        .map(lane -> lane.open().mode())
        .min(Comparator.comparingInt(Lanes::promiseOf))
        .orElseThrow();
  }

  /** What a mode promises, weakest first: of several lanes, the sender promises the least. */
  private static int promiseOf(XskMode granted) {
    return switch (granted) {
      case AUTO, VIRTUAL -> 0; // AUTO is never granted
      case COPY -> 1;
      case BULK -> 2;
      case ZERO_COPY -> 3;
    };
  }

  int maxPacketBytes() {
    return all.stream().mapToInt(lane -> lane.open().maxPacketBytes()).min().orElseThrow();
  }
}
