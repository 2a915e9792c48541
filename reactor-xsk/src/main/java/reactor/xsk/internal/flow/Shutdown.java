package reactor.xsk.internal.flow;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.port.TxPort;

/**
 * The end of a loop. In order: no further item is taken; what was accepted is sent and comes back,
 * or its time is up; the rest is discarded or lost; the port is closed; every stream hears of it.
 */
final class Shutdown {

  private static final Logger LOG = Loggers.getLogger(Shutdown.class);

  /** How long a socket of no further use may still give back frames that the kernel has taken. */
  private static final long STRAGGLERS_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LOOK_EVERY_NS = TimeUnit.MICROSECONDS.toNanos(200);

  private final Streams streams;
  private final Window window;
  private final Outcomes outcomes;
  private final Runnable released;
  private final XskConfig config;

  // set by any thread
  private volatile boolean requested;
  // loop thread
  private boolean closing;
  private long deadlineNs;
  private boolean done;

  /** Calls {@code released} when all frames have come to their end, before streams hear of it. */
  Shutdown(Streams streams, Window window, Outcomes outcomes, Runnable released, XskConfig config) {
    this.streams = streams;
    this.window = window;
    this.outcomes = outcomes;
    this.released = released;
    this.config = config;
  }

  /** Any thread: the sender is to be closed. */
  void request() {
    requested = true;
  }

  /** Whether the loop only drains. */
  boolean isClosing() {
    return closing;
  }

  /** Whether everything has been released. */
  boolean isDone() {
    return done;
  }

  /** At the end of a pass: begins to close if it was requested, and ends when all is drained. */
  void advance(TxPort port, long nowNs) {
    if (requested && !closing) {
      closing = true;
      deadlineNs = nowNs + config.closeTimeout().toNanos();
      streams.stopIntake(closed());
    }
    if (closing && (isDrained(port) || nowNs - deadlineNs >= 0)) {
      outcomes.reap(port); // what has come back since the pass looked is not lost
      if (!isDrained(port)) {
        LOG.warn("closeTimeout has passed with {} frames in flight: {}", port.inFlight(), port);
      }
      end(port, closed());
    }
  }

  private boolean isDrained(TxPort port) {
    return window.size() == 0 && port.inFlight() == 0 && streams.areExhausted();
  }

  private XskClosedException closed() {
    return new XskClosedException("interface=" + config.interfaceName());
  }

  /** The port cannot go on: ends everything now. */
  void fail(TxPort port, XskException cause) {
    streams.stopIntake(cause);
    reapStragglers(port);
    end(port, cause);
  }

  private void reapStragglers(TxPort port) {
    long giveUpNs = System.nanoTime() + STRAGGLERS_NS;
    try {
      while (port.inFlight() > port.pending() && System.nanoTime() - giveUpNs < 0) {
        if (outcomes.reap(port) == 0) {
          LockSupport.parkNanos(LOOK_EVERY_NS);
        }
      }
    } catch (XskException e) {
      LOG.debug("no more completions can be read", e);
    }
  }

  private void end(TxPort port, XskException cause) {
    done = true;
    streams.endFinished(); // first: a stream that is cut short here has not finished
    try {
      window.discard(port);
      streams.discardHandedOver();
      outcomes.close(port);
      released.run();
    } finally {
      streams.endAll(cause); // whatever happens, nobody waits for ever
    }
  }
}
