package reactor.xsk.internal.sender;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.IdleStrategy;
import reactor.xsk.XskException;
import reactor.xsk.internal.loop.TxLoop;

/**
 * The life of a loop thread: opens the port, runs the loop, idles, and ends the loop whatever
 * happens. A daemon, so that it never keeps the JVM alive.
 */
final class LoopThread extends Thread implements NonBlocking {

  private static final Logger LOG = Loggers.getLogger(LoopThread.class);

  private final LongFunction<TxLoop> opener;
  private final Waker waker;
  private final Idling idling;
  private final CompletableFuture<TxLoop> opened = new CompletableFuture<>();
  private final CompletableFuture<Optional<XskException>> ended = new CompletableFuture<>();

  LoopThread(String name, LongFunction<TxLoop> opener, Waker waker, IdleStrategy idle) {
    super(name);
    setDaemon(true);
    this.opener = opener;
    this.waker = waker;
    this.idling = new Idling(idle);
  }

  /**
   * Completes when the port is open, or fails with the reason why it is not. If another thread
   * completes it first, the port is closed as soon as it is open.
   */
  CompletableFuture<TxLoop> opened() {
    return opened;
  }

  /** Completes when everything native is released, with the failure if one ended the loop. */
  CompletableFuture<Optional<XskException>> ended() {
    return ended;
  }

  @Override
  public void run() {
    XskException failure = null;
    try {
      TxLoop loop = open();
      if (loop != null) {
        announceAndRun(loop);
        failure = loop.failure();
      }
    } finally {
      ended.complete(Optional.ofNullable(failure));
    }
  }

  private @Nullable TxLoop open() {
    try {
      return opener.apply(System.nanoTime());
    } catch (Throwable t) {
      opened.completeExceptionally(t);
      return null;
    }
  }

  private void announceAndRun(TxLoop loop) {
    try {
      if (!opened.complete(loop)) {
        LOG.warn("{}: open at last, but create() has given up: closing", getName());
        loop.requestClose(System.nanoTime());
      }
      runToTheEnd(loop);
    } finally {
      if (!loop.isEnded()) { // memory ran out in the middle of a crash
        loop.closePort();
      }
    }
  }

  private void runToTheEnd(TxLoop loop) {
    while (!loop.isEnded()) {
      try {
        pass(loop);
      } catch (Throwable t) { // from idling: the loop handles its own inside
        loop.crash(t, System.nanoTime());
      }
    }
  }

  private void pass(TxLoop loop) {
    long nowNs = System.nanoTime();
    if (loop.pass(nowNs)) {
      idling.sawWork(waker.wokenNs(idling.idleSinceNs(), nowNs));
      return;
    }
    switch (idling.next(nowNs)) {
      case SPIN -> pause(false);
      case YIELD -> pause(true);
      case PARK -> park(loop);
    }
  }

  /** BlockHound's integration allows it by name, so it calls no code of a user. */
  private static void pause(boolean yielding) {
    if (yielding) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  private void park(TxLoop loop) {
    waker.announcePark();
    long nowNs = System.nanoTime();
    if (loop.pass(nowNs) || loop.isEnded()) {
      waker.retractPark();
      idling.sawWork(nowNs);
      return;
    }
    long whileBusyNs = idling.nextParkNs();
    long longestNs = loop.longestParkNs(nowNs, whileBusyNs);
    if (longestNs != whileBusyNs) {
      longestNs = idling.inTimeFor(longestNs);
    }
    if (longestNs > 0) {
      waker.park(longestNs);
    } else {
      waker.retractPark();
      pause(false);
    }
  }
}
