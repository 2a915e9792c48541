package reactor.xsk.telemetry;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of an exporter: what the wall clock shows, which may step, and a time that only grows,
 * by which delays and intervals are measured. Tests replace it.
 *
 * @param wall what goes into messages
 * @param nanoTime nanoseconds since any moment, as of {@link System#nanoTime()}
 */
public record TelemetryClock(InstantSource wall, LongSupplier nanoTime) {

  /**
   * The clock of the machine.
   *
   * @return the system's wall clock and {@code System.nanoTime}
   */
  public static TelemetryClock system() {
    return new TelemetryClock(InstantSource.system(), System::nanoTime);
  }

  /**
   * The wall clock.
   *
   * @return milliseconds since 1970
   */
  public long epochMillis() {
    return wall.millis();
  }

  /**
   * The time for intervals.
   *
   * @return nanoseconds, to be compared with each other only
   */
  public long nowNs() {
    return nanoTime.getAsLong();
  }
}
