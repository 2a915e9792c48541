package reactor.xsk.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A clock that stands still until a test moves it, and a wall clock that may step on its own. */
public final class FakeTime {

  private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
  private long wallAheadMs;

  public FakeTime(Instant start) {
    wallAheadMs = start.toEpochMilli();
  }

  public VirtualTimeScheduler scheduler() {
    return scheduler;
  }

  public TelemetryClock clock() {
    return new TelemetryClock(
        () -> Instant.ofEpochMilli(wallAheadMs + scheduler.now(TimeUnit.MILLISECONDS)),
        () -> scheduler.now(TimeUnit.NANOSECONDS));
  }

  public void advance(Duration time) {
    scheduler.advanceTimeBy(time);
  }

  public void stepWall(Duration step) {
    wallAheadMs += step.toMillis();
  }
}
