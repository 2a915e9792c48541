package reactor.xsk.internal.loop;

import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters.Counter;
import reactor.xsk.internal.events.QueueEvents;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.port.TxPort.KickResult;
import reactor.xsk.internal.stream.TxCounters;

/**
 * Whether the kernel does its part, and what the loop does if not: it waits for the link ({@link
 * LinkGuard}) or for a device that refused packets ({@link Backoff}), it kicks again only with a
 * reason ({@link KickGate}), and it looks for frames that do not come back ({@link Watchdog}).
 */
final class Progress {

  private final TxCounters counters;
  private final QueueEvents events;
  private final InFlight inFlight;
  private final KickGate kickGate = new KickGate();
  private final Backoff backoff;
  private final LinkGuard link;
  private final Watchdog watchdog;

  Progress(
      XskConfig config,
      TxCounters counters,
      QueueEvents events,
      InFlight inFlight,
      Backoff backoff,
      long nowNs) {
    this.counters = counters;
    this.events = events;
    this.inFlight = inFlight;
    this.backoff = backoff;
    this.link = new LinkGuard(config.completionTimeout());
    this.watchdog = new Watchdog(config.completionTimeout(), config.lossPolicy(), nowNs);
  }

  /** Whether the loop must wait until the link is back; looks at it when it is time. */
  boolean isLinkDown(TxPort port, long nowNs) {
    return link.isDown(port, nowNs);
  }

  /** Whether the device that refused packets needs more time. */
  boolean isBackingOff(long nowNs) {
    return backoff.isWaiting(nowNs);
  }

  /** Most packets of the next window. */
  int windowLimit() {
    return backoff.windowLimit();
  }

  /** Frames came back. */
  void sawCompletions(TxPort port, long nowNs) {
    events.movedAfter(watchdog.quietNs(nowNs), port.inFlight());
    watchdog.sawCompletion(nowNs);
    kickGate.sawNews();
  }

  /** Something was published. */
  void sawPublication() {
    kickGate.sawNews();
  }

  /** Nothing is due back from before: the wait for completions begins now. */
  void beginWait(long nowNs) {
    watchdog.sawCompletion(nowNs);
  }

  /** Whether a kick has something new to say, or a reason to hope. */
  boolean allowsKick(long nowNs) {
    return kickGate.isOpen(nowNs);
  }

  /** What a kick came to, whatever follows from it. */
  void sawResult(KickResult result) {
    switch (result) {
      case REFUSED -> {
        backoff.slowDown();
        counters.add(Counter.SLOWDOWNS, 1);
      }
      case DONE -> backoff.recover();
      case AGAIN, DROPPED, LINK_DOWN -> {}
    }
  }

  /**
   * A kick was made, and this port stays.
   *
   * @param taken whether the kernel took a packet
   * @param first whether it had none before, so that none was due back
   */
  void sawKick(KickResult result, boolean taken, boolean first, TxPort port, long nowNs) {
    if (makesLinkSuspect(result) && link.suspect(port, nowNs)) {
      counters.add(Counter.LINK_WAITS, 1);
    }
    kickGate.sawKick(taken || result == KickResult.DROPPED, nowNs);
    if (taken) {
      events.movedAfter(watchdog.quietNs(nowNs), port.inFlight());
      watchdog.sawTaking(nowNs, first);
    }
  }

  /** Whether the link, or the mode, may be the reason for what a kick came to. */
  static boolean makesLinkSuspect(KickResult result) {
    return result != KickResult.DONE && result != KickResult.AGAIN;
  }

  /** Whether a kick should be made only to learn whether the socket still lives. */
  boolean wantsProbe(long nowNs) {
    return watchdog.wantsProbe(nowNs);
  }

  /**
   * While packets are in flight: looks at the link and for frames that are overdue, now and then.
   */
  void watch(TxPort port, long nowNs) {
    counters.add(Counter.LINK_WAITS, link.watch(port, nowNs) ? 1 : 0);
    watchdog.look(inFlight, port, nowNs);
  }
}
