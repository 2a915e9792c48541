package reactor.xsk.internal.loop;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.stream.Streams;
import reactor.xsk.internal.stream.TxCounters;
import reactor.xsk.internal.stream.UserCode;

/**
 * The end of a loop. In order: no further item is taken; what was accepted is sent and comes back,
 * or its time is up; streams of which nothing is left end as their sources did; the rest is
 * discarded or lost, the port is closed, and every other stream fails with the reason.
 */
final class Shutdown {

  private static final Logger LOG = Loggers.getLogger(Shutdown.class);

  /** How long a socket of no further use may still give back frames that the kernel has taken. */
  private static final long STRAGGLERS_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Streams streams;
  private final Window window;
  private final Outcomes outcomes;
  private final TxCounters counters;
  private final XskConfig config;

  // set by any thread, the time before the flag
  private long requestedNs;
  private volatile boolean requested;
  // loop thread
  private boolean closing;
  private @Nullable XskException failure;
  private long deadlineNs;
  private boolean done;

  Shutdown(
      Streams streams, Window window, Outcomes outcomes, TxCounters counters, XskConfig config) {
    this.streams = streams;
    this.window = window;
    this.outcomes = outcomes;
    this.counters = counters;
    this.config = config;
  }

  /** Any thread: the sender is to be closed, within closeTimeout from {@code nowNs} on. */
  void request(long nowNs) {
    if (!requested) {
      requestedNs = nowNs;
      requested = true;
    }
  }

  /** Whether the sender is to be closed, or has failed. */
  boolean isRequested() {
    return requested || closing;
  }

  /** Whether the loop only drains. */
  boolean isClosing() {
    return closing;
  }

  /** Whether the port cannot go on: nothing more is published, completions may still come. */
  boolean hasFailed() {
    return failure != null;
  }

  /** What ended the loop, or null if it was closed. */
  @Nullable XskException failure() {
    return failure;
  }

  /** Whether everything has been released. */
  boolean isDone() {
    return done;
  }

  /** At the end of a pass: begins to close if it was requested, and ends when all is drained. */
  void advance(TxPort port, long nowNs) {
    if (requested && !closing) {
      begin(closed(), requestedNs + config.closeTimeout().toNanos());
    }
    if (closing && (isDrained(port) || nowNs - deadlineNs >= 0)) {
      outcomes.reap(port); // what has come back since the pass looked is not lost
      if (failure == null && !isDrained(port)) {
        LOG.warn("closeTimeout has passed with {} frames in flight: {}", port.inFlight(), port);
      }
      end(port);
    }
  }

  private void begin(XskException why, long untilNs) {
    closing = true;
    deadlineNs = untilNs;
    streams.stopIntake(why);
  }

  private boolean isDrained(TxPort port) {
    return failure == null
        ? window.size() == 0 && port.inFlight() == 0 && streams.areExhausted()
        : port.inFlight() <= port.pending();
  }

  private XskClosedException closed() {
    return new XskClosedException("interface=" + config.interfaceName());
  }

  /** The port cannot go on. Failing once more while it winds up ends it at once. */
  void fail(TxPort port, XskException cause, long nowNs) {
    if (done) {
      return;
    }
    if (failure == null) {
      failure = cause;
      begin(cause, nowNs + STRAGGLERS_NS);
    } else {
      failure.addSuppressed(cause);
      end(port);
    }
  }

  private void end(TxPort port) {
    done = true;
    try {
      streams.attend(); // first: a stream that is cut short here has not finished
      window.discard(port);
      streams.discardHandedOver();
    } finally {
      try {
        outcomes.close(port);
      } finally {
        counters.showFrames(port.inFlight(), port.freeFrames()); // before the end is signalled
        streams.endAll(failure == null ? closed() : failure); // no stream stays open
      }
    }
  }

  /** What ends a loop whose thread met an exception that no part of it expects. */
  static XskException unexpected(Throwable t) {
    return new XskException(
        "loop",
        0,
        "the loop thread met an unexpected " + t.getClass().getName(),
        "thrown=" + UserCode.describe(t),
        "see the cause; if it is not from your code, please report it",
        t);
  }
}
