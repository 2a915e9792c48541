package reactor.xsk.internal.flow;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import reactor.core.scheduler.NonBlocking;
import reactor.xsk.IdleStrategy;

/**
 * The life of a loop thread: opens the port, runs the loop, idles, and ends the loop whatever
 * happens. A daemon, so that it never keeps the JVM alive.
 */
final class LoopThread extends Thread implements NonBlocking {

  private final LongFunction<TxLoop> opener;
  private final Waker waker;
  private final IdleStrategy idle;
  private final CompletableFuture<TxLoop> opened = new CompletableFuture<>();

  // loop thread
  private int idlePasses;
  private long parkNs;

  LoopThread(String name, LongFunction<TxLoop> opener, Waker waker, IdleStrategy idle) {
    super(name);
    setDaemon(true);
    this.opener = opener;
    this.waker = waker;
    this.idle = idle;
    this.parkNs = idle.minPark().toNanos();
  }

  /** Completes when the port is open, or fails with the reason why it is not. */
  CompletableFuture<TxLoop> opened() {
    return opened;
  }

  @Override
  public void run() {
    TxLoop loop;
    try {
      loop = opener.apply(System.nanoTime());
    } catch (Throwable t) {
      opened.completeExceptionally(t);
      return;
    }
    opened.complete(loop);
    while (!loop.isEnded()) {
      try {
        pass(loop);
      } catch (Throwable t) { // from idling, as the loop's own come to their end inside
        loop.crash(t, System.nanoTime());
      }
    }
  }

  private void pass(TxLoop loop) {
    if (loop.pass(System.nanoTime())) {
      idlePasses = 0;
      parkNs = idle.minPark().toNanos();
    } else if (idlePasses < idle.spinCount()) {
      idlePasses++;
      pause(false);
    } else if (idlePasses - idle.spinCount() < idle.yieldCount()) {
      idlePasses++;
      pause(true);
    } else {
      park(loop);
    }
  }

  /** BlockHound's integration allows it by name, so it calls nothing of anybody else. */
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
      idlePasses = 0;
    } else {
      waker.park(loop.longestParkNs(nowNs, parkNs));
      parkNs = Math.min(2 * parkNs, idle.maxPark().toNanos());
    }
  }
}
