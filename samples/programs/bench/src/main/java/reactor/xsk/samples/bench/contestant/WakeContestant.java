package reactor.xsk.samples.bench.contestant;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the rate, and wakes a thread each time, which sends nothing and parks again: the least that
 * a hand-over to a parked thread costs.
 */
final class WakeContestant implements Contestant.Sender {

  @Override
  public Contestant.Figures start(Settings settings) {
    AtomicBoolean due = new AtomicBoolean();
    Thread woken = new Thread(() -> parkUntilDue(due), "woken");
    woken.setDaemon(true);
    woken.start();
    Pace pace = Pace.of(settings);
    Contestant.repeat(
        "pace",
        () -> {
          pace.await();
          due.set(true);
          LockSupport.unpark(woken);
        });
    return () -> "";
  }

  private static void parkUntilDue(AtomicBoolean due) {
    while (true) {
      while (!due.getAndSet(false)) {
        LockSupport.park();
      }
    }
  }
}
