package reactor.xsk.internal.loop;

import java.util.function.Supplier;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.LossPolicy;
import reactor.xsk.XskCompletionException;
import reactor.xsk.XskCounters.Counter;
import reactor.xsk.XskException;
import reactor.xsk.internal.events.QueueEvents;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.stream.TxCounters;

/** A new socket in place of one whose kernel does not give frames back as it must, by policy. */
final class Rebuild {

  private static final Logger LOG = Loggers.getLogger(Rebuild.class);

  private final LossPolicy lossPolicy;
  private final Outcomes outcomes;
  private final TxCounters counters;
  private final QueueEvents events;

  Rebuild(LossPolicy lossPolicy, Outcomes outcomes, TxCounters counters, QueueEvents events) {
    this.lossPolicy = lossPolicy;
    this.outcomes = outcomes;
    this.counters = counters;
    this.events = events;
  }

  boolean isAllowed() {
    return lossPolicy == LossPolicy.REBUILD;
  }

  /**
   * Closes {@code port}, whose packets in flight are lost, and returns a new one.
   *
   * @throws XskException if none can be opened
   */
  TxPort replace(TxPort port, Supplier<TxPort> opener, XskCompletionException cause) {
    LOG.warn("the socket is rebuilt: {}", cause.getMessage());
    outcomes.close(port);
    counters.showFrames(port.inFlight(), port.freeFrames());
    try {
      TxPort next = opener.get();
      counters.add(Counter.REBUILDS, 1);
      events.rebuilt(cause.reason());
      return next;
    } catch (XskException e) {
      e.addSuppressed(cause);
      throw e;
    }
  }
}
