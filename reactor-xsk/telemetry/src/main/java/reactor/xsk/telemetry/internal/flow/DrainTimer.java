package reactor.xsk.telemetry.internal.flow;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.xsk.telemetry.TelemetryClock;

/**
 * Wakes a drain at a time: one task at most is scheduled. All methods are for the draining thread.
 */
final class DrainTimer {

  private final Scheduler.Worker worker;
  private final TelemetryClock clock;
  private final Runnable drain;

  private @Nullable Disposable task;
  private long taskNs;
  private volatile boolean fired;

  DrainTimer(Scheduler scheduler, TelemetryClock clock, Runnable drain) {
    this.worker = scheduler.createWorker();
    this.clock = clock;
    this.drain = drain;
  }

  /** Drains at that time, or earlier; {@link Long#MAX_VALUE} is never. */
  void wakeAt(long timeNs) {
    if (timeNs == Long.MAX_VALUE) {
      return;
    }
    Disposable scheduled = task;
    if (scheduled != null && !fired) {
      if (taskNs - timeNs <= 0) {
        return; // it will ask again
      }
      scheduled.dispose();
    }
    fired = false;
    taskNs = timeNs;
    long delayNs = Math.max(0, timeNs - clock.nowNs());
    task = worker.schedule(this::fire, delayNs, TimeUnit.NANOSECONDS);
  }

  private void fire() {
    fired = true;
    drain.run();
  }

  void stop() {
    worker.dispose();
  }
}
