package reactor.xsk.internal.flow;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
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
  private final CountDownLatch openedOrFailed = new CountDownLatch(1);

  // loop thread until the latch opens, then read by any
  private @Nullable Throwable failure;
  private volatile @Nullable TxLoop loop;

  private volatile boolean abandoned;

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

  /**
   * Starts, and waits until the port is open. An interrupt is kept for the caller.
   *
   * @throws RuntimeException or an Error: why it could not be opened; nothing is left open then
   */
  TxLoop open() {
    start();
    try {
      return awaitOpen();
    } catch (Throwable t) {
      abandon();
      throw t;
    }
  }

  private TxLoop awaitOpen() {
    boolean interrupted = false;
    while (openedOrFailed.getCount() > 0) {
      try {
        openedOrFailed.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    return Objects.requireNonNull(loop);
  }

  /** Nobody will use the loop: it closes as soon as it is open. */
  private void abandon() {
    abandoned = true;
    TxLoop open = loop;
    if (open != null) {
      open.requestClose();
      waker.wake();
    }
  }

  /** Allocates nothing beside what it opens, so that its caller is never left waiting. */
  private @Nullable TxLoop openLoop() {
    try {
      loop = opener.apply(System.nanoTime());
    } catch (Throwable t) {
      failure = t;
    }
    openedOrFailed.countDown();
    return loop;
  }

  @Override
  public void run() {
    TxLoop loop = openLoop();
    if (loop == null) {
      return;
    }
    if (abandoned) {
      loop.requestClose();
    }
    try {
      while (!loop.isEnded()) {
        passOrCrash(loop);
      }
    } finally {
      if (!loop.isEnded()) { // memory ran out in the middle of a crash
        loop.closePort();
      }
    }
  }

  private void passOrCrash(TxLoop loop) {
    try {
      pass(loop);
    } catch (Throwable t) { // from idling, as the loop's own come to their end inside
      loop.crash(t, System.nanoTime());
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
