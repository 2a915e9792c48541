package reactor.xsk.internal.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskCompletionException;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.events.QueueEvents;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.port.TxPort.KickResult;
import reactor.xsk.internal.stream.Streams;
import reactor.xsk.internal.stream.TxCounters;

/**
 * The loop: {@link #doWork} is the data path, and reads like the table in the package comment of
 * {@link reactor.xsk}. Everything native belongs to its thread.
 */
public final class TxLoop {

  private final Supplier<TxPort> opener;
  private final Streams streams;
  private final TxCounters counters;
  private final Window window;
  private final InFlight inFlight;
  private final Pacing pacing;
  private final Progress progress;
  private final long lingerNs;
  private final Outcomes outcomes;
  private final QueueEvents events;
  private final Shutdown shutdown;
  private final Rebuild rebuild;
  private final ModeChange modeChange;
  private TxPort port;

  /** Opens a port; everything is left closed if that fails. */
  public TxLoop(
      Supplier<TxPort> opener,
      Streams streams,
      TxCounters counters,
      QueueEvents events,
      XskConfig config,
      long nowNs) {
    this.opener = opener;
    this.events = events;
    this.streams = streams;
    this.counters = counters;
    this.pacing = new Pacing(config, nowNs);
    this.lingerNs = config.linger().toNanos();
    this.port = opener.get();
    try {
      int windowSize = Math.min(config.batchSize(), port.longestWindow());
      this.window = new Window(windowSize);
      this.inFlight = new InFlight(port.frameCount(), nowNs);
      this.outcomes = new Outcomes(counters, inFlight, events, () -> port);
      this.shutdown = new Shutdown(streams, window, outcomes, counters, config);
      Backoff backoff = new Backoff(windowSize);
      this.progress = new Progress(config, counters, events, inFlight, backoff, nowNs);
      this.rebuild = new Rebuild(config.lossPolicy(), outcomes, counters, events);
      this.modeChange = new ModeChange(config, inFlight, counters, outcomes, window, backoff);
      counters.showFrames(port.inFlight(), port.freeFrames());
    } catch (Throwable t) {
      port.close();
      throw t;
    }
  }

  /** One pass. If it cannot be made, the loop starts anew or ends. */
  public boolean pass(long nowNs) {
    try {
      return workOrRecover(nowNs);
    } catch (XskException e) {
      fail(e, nowNs);
    } catch (Throwable t) {
      crash(t, nowNs);
    }
    return true;
  }

  private boolean workOrRecover(long nowNs) {
    try {
      return doWork(nowNs);
    } catch (XskCompletionException e) {
      recover(e, nowNs);
      return true;
    }
  }

  /** One pass over the stages 6, 7, 2, 3, 4, 5. Returns whether there was anything to do. */
  public boolean doWork(long nowNs) {
    boolean worked = reap(nowNs); //                  6 completion
    worked |= streams.attend();
    streams.demand(); //                              7 demand
    boolean gathers = false;
    if (canPublish(nowNs)) {
      worked |= takeWindow(nowNs); //                 2 window
      if (isWindowDue(nowNs)) {
        gathers = canGather();
        writeFrames(); //                             3 frame
        gathers &= publish(nowNs); //                 4 ring
      }
      worked |= !gathers && kick(nowNs); //           5 kick
    }
    if (!gathers) {
      watch(nowNs);
    }
    shutdown.advance(port, nowNs);
    return worked;
  }

  private boolean canPublish(long nowNs) {
    return !isHalted(nowNs) && !progress.isBackingOff(nowNs);
  }

  /** Whether nothing can be expected of the kernel now. */
  private boolean isHalted(long nowNs) {
    return shutdown.hasFailed() || progress.isLinkDown(port, nowNs);
  }

  private boolean reap(long nowNs) {
    boolean any = outcomes.reap(port) > 0;
    if (any) {
      progress.sawCompletions(port, nowNs);
    }
    return any;
  }

  private boolean takeWindow(long nowNs) {
    window.openAt(nowNs);
    int windowLimit = progress.windowLimit();
    int room = Math.min(port.room(windowLimit), port.freeFrames());
    int limit = Math.min(windowLimit, pacing.due(nowNs));
    int most = Math.min(room, limit) - window.size();
    return most > 0 && pacing.sawSources(streams.fill(window, most), nowNs);
  }

  private boolean isWindowDue(long nowNs) {
    return window.size() > 0
        && (window.size() >= progress.windowLimit()
            || nowNs - window.openedNs() >= lingerNs
            || shutdown.isClosing()
            || streams.areExhausted());
  }

  /**
   * Whether the kick for a full window may wait for the next pass, which makes it at the latest:
   * either it publishes another full window, or it finds none. While closing, a pass may be the
   * last one.
   */
  private boolean canGather() {
    return window.isFull() && !shutdown.isRequested() && port.canGather(2 * window.capacity());
  }

  private void writeFrames() {
    window.acquire(port);
    window.write(port);
  }

  /** Returns whether there was anything to publish: no item of a window may be writable. */
  private boolean publish(long nowNs) {
    if (port.inFlight() == 0) {
      progress.beginWait(nowNs);
    }
    int packets = window.describe(port, inFlight, nowNs);
    if (packets > 0) {
      port.submit();
      progress.sawPublication();
      long bytes = window.describedBytes();
      pacing.sent(packets, bytes, nowNs);
      counters.addWindow(packets, bytes);
      events.windowSent(packets, bytes, port.inFlight());
    }
    window.clear();
    counters.showFrames(port.inFlight(), port.freeFrames());
    return packets > 0;
  }

  /** One kick for what is in the ring. Check pending() to see whether descriptors are left. */
  private boolean kick(long nowNs) {
    return progress.allowsKick(nowNs) && port.needsKick() && kickNow(nowNs);
  }

  private boolean kickNow(long nowNs) {
    int before = port.pending();
    boolean allPending = before == port.inFlight();
    KickResult result = port.kick();
    progress.sawResult(result);
    int left = port.pending();
    counters.addKick(left > 0);
    if (Progress.makesLinkSuspect(result) && modeChange.isDue(port)) {
      goOnWith(modeChange.replace(port, opener), nowNs);
      return true;
    }
    boolean taken = left < before;
    progress.sawKick(result, taken, allPending, port, nowNs);
    return taken;
  }

  private void watch(long nowNs) {
    if (port.inFlight() == 0 || isHalted(nowNs)) {
      progress.beginWait(nowNs);
      return;
    }
    if (progress.wantsProbe(nowNs)) {
      kickNow(nowNs);
    }
    progress.watch(port, nowNs);
  }

  // ---- another port, and the end

  private void goOnWith(TxPort next, long nowNs) {
    port = next;
    progress.beginWait(nowNs);
    counters.showFrames(port.inFlight(), port.freeFrames());
  }

  /** The kernel does not give frames back as it must: starts anew or fails, by policy. */
  private void recover(XskCompletionException cause, long nowNs) {
    if (rebuild.isAllowed() && !shutdown.isRequested()) {
      goOnWith(rebuild.replace(port, opener, cause), nowNs);
    } else {
      fail(cause, nowNs);
    }
  }

  /** Any thread: ends the loop once all is sent, or closeTimeout after {@code nowNs}. */
  public void requestClose(long nowNs) {
    shutdown.request(nowNs);
  }

  /** An unexpected exception: handled like a port failure. */
  public void crash(Throwable t, long nowNs) {
    fail(Shutdown.unexpected(t), nowNs);
  }

  /** The loop cannot go on: it ends as soon as the kernel has given back what it still can. */
  private void fail(XskException cause, long nowNs) {
    shutdown.fail(port, cause, nowNs);
  }

  public boolean isEnded() {
    return shutdown.isDone();
  }

  /** Releases everything native, if that has not been done. */
  public void closePort() {
    port.close();
  }

  /** What ended the loop, or null if it was closed. */
  public @Nullable XskException failure() {
    return shutdown.failure();
  }

  /** How long the loop may park if a pass found nothing to do, as far as it waits for time. */
  public long longestParkNs(long nowNs, long whileBusyNs) {
    boolean canPublish = canPublish(nowNs);
    if (window.size() > 0 && canPublish) {
      return Math.min(whileBusyNs, Math.max(1, window.openedNs() + lingerNs - nowNs));
    }
    boolean waits = port.inFlight() > 0 || shutdown.isClosing() || !canPublish;
    return pacing.untilDue(nowNs, waits ? whileBusyNs : TimeUnit.SECONDS.toNanos(1));
  }
}
