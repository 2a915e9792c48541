package reactor.xsk.internal.flow;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.LossPolicy;
import reactor.xsk.XskCompletionException;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.flow.TxCounters.Counter;
import reactor.xsk.internal.port.KickResult;
import reactor.xsk.internal.port.TxPort;

/**
 * The loop: {@link #doWork} is the data path, and reads like the table in the package comment of
 * {@link reactor.xsk}. Everything native belongs to its thread.
 */
final class TxLoop {

  private static final Logger LOG = Loggers.getLogger(TxLoop.class);

  private final Supplier<TxPort> opener;
  private final Streams streams;
  private final DemandBudget budget;
  private final TxCounters counters;
  private final Window window;
  private final InFlight inFlight;
  private final LinkGuard link = new LinkGuard();
  private final Watchdog watchdog;
  private final long lingerNs;
  private final Outcomes outcomes;
  private final Shutdown shutdown;
  private final LossPolicy lossPolicy;
  private TxPort port;

  /** Opens a port; everything is left closed if that fails. */
  TxLoop(
      Supplier<TxPort> opener,
      Streams streams,
      DemandBudget budget,
      TxCounters counters,
      XskConfig config,
      long nowNs) {
    this.opener = opener;
    this.port = opener.get();
    this.streams = streams;
    this.budget = budget;
    this.counters = counters;
    this.window = new Window(config.batchSize());
    this.inFlight = new InFlight(port.frameCount(), nowNs);
    this.watchdog = new Watchdog(config.completionTimeout(), nowNs);
    this.lingerNs = config.linger().toNanos();
    this.outcomes = new Outcomes(inFlight, port.describe());
    this.shutdown = new Shutdown(streams, window, outcomes, this::showFrames, config);
    this.lossPolicy = config.lossPolicy();
    counters.set(Counter.FREE_FRAMES, port.freeFrames());
  }

  /** One pass over the stages 6, 7, 2, 3, 4, 5. Returns whether there was anything to do. */
  boolean doWork(long nowNs) {
    boolean worked = streams.admit();
    worked |= reap(nowNs); //                         6 completion
    worked |= streams.endFinished();
    if (!link.isDown(port, nowNs)) {
      streams.demand(uncommittedFrames()); //         7 demand
      worked |= takeWindow(nowNs); //                 2 window
      if (isWindowDue(nowNs)) {
        writeFrames(); //                             3 frame
        publish(nowNs); //                            4 ring
      }
      worked |= kick(nowNs); //                       5 kick
    }
    watch(nowNs);
    shutdown.advance(port, nowNs);
    return worked;
  }

  private boolean reap(long nowNs) {
    int count = outcomes.reap(port);
    if (count > 0) {
      counters.add(Counter.COMPLETIONS, count);
      showFrames();
      watchdog.sawProgress(nowNs);
    }
    return count > 0;
  }

  private boolean takeWindow(long nowNs) {
    window.openAt(nowNs);
    int room = Math.min(port.reserve(window.capacity()), port.freeFrames());
    int most = Math.min(room, window.capacity()) - window.size();
    return most > 0 && streams.fill(window, most, uncommittedFrames());
  }

  private boolean isWindowDue(long nowNs) {
    return window.size() > 0
        && (window.isFull()
            || nowNs - window.openedNs() >= lingerNs
            || shutdown.isClosing()
            || streams.areExhausted());
  }

  private void writeFrames() {
    window.acquire(port);
    window.write(port);
  }

  private void publish(long nowNs) {
    if (port.inFlight() == 0) {
      watchdog.sawProgress(nowNs);
    }
    int packets = window.describe(port, inFlight, nowNs);
    if (packets > 0) {
      port.submit();
      counters.add(Counter.PACKETS, packets);
      counters.add(Counter.BYTES, window.writtenBytes());
      counters.add(Counter.WINDOWS, 1);
    }
    window.clear();
    showFrames();
  }

  /** One doorbell for what is in the ring. Whether it was enough is said by the indices. */
  private boolean kick(long nowNs) {
    if (!port.needsKick()) {
      return false;
    }
    int before = port.pending();
    KickResult result = port.kick();
    int left = port.pending();
    counters.add(Counter.KICKS, 1);
    if (left > 0) {
      counters.add(Counter.KICKS_UNFINISHED, 1);
    }
    boolean linkSuspect = result == KickResult.DROPPED || result == KickResult.LINK_DOWN;
    if (linkSuspect && link.suspect(port, nowNs)) {
      counters.add(Counter.LINK_WAITS, 1);
    }
    if (left < before) {
      watchdog.sawProgress(nowNs);
    }
    return left < before;
  }

  private void watch(long nowNs) {
    if (port.inFlight() == 0 || link.isDown(port, nowNs)) {
      watchdog.sawProgress(nowNs);
      return;
    }
    if (watchdog.wantsProbe(nowNs)) {
      port.kick();
      counters.add(Counter.KICKS, 1);
    }
    watchdog.look(inFlight, port, nowNs);
  }

  /** The kernel does not give frames back as it must: starts anew or fails, by policy. */
  void recover(XskCompletionException cause, long nowNs) {
    if (lossPolicy == LossPolicy.FAIL || shutdown.isClosing()) {
      fail(cause);
      return;
    }
    LOG.warn("the socket is rebuilt", cause);
    outcomes.close(port);
    port = opener.get();
    watchdog.sawProgress(nowNs);
    counters.add(Counter.REBUILDS, 1);
    showFrames();
  }

  // ---- the end

  /** Any thread: ends the loop once what was accepted is sent, or closeTimeout has passed. */
  void requestClose() {
    shutdown.request();
  }

  /** Ends the loop because it cannot go on. */
  void fail(XskException cause) {
    if (!shutdown.isDone()) {
      shutdown.fail(port, cause);
    }
  }

  /** The port, for what it was granted. */
  TxPort port() {
    return port;
  }

  boolean isEnded() {
    return shutdown.isDone();
  }

  // ---- small parts

  private int uncommittedFrames() {
    return port.freeFrames() - window.size();
  }

  /** How long the loop may park if a pass found nothing to do, as far as it waits for time. */
  long longestParkNs(long nowNs, long whileBusyNs) {
    if (window.size() > 0) {
      return Math.min(whileBusyNs, Math.max(1, window.openedNs() + lingerNs - nowNs));
    }
    boolean waits = port.inFlight() > 0 || shutdown.isClosing() || link.isDown(port, nowNs);
    return waits ? whileBusyNs : TimeUnit.SECONDS.toNanos(1);
  }

  private void showFrames() {
    counters.set(Counter.IN_FLIGHT, port.inFlight());
    counters.set(Counter.FREE_FRAMES, port.freeFrames());
  }
}
