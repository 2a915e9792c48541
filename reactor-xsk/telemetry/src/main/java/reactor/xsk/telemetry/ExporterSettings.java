package reactor.xsk.telemetry;

import java.util.function.IntSupplier;
import reactor.core.scheduler.Scheduler;

/** The settings of every exporter. Set by {@link ExporterBuilder}. */
public final class ExporterSettings {

  /** RFC 7011 section 10.3.3: the most where the path MTU is not known. */
  static final int UNKNOWN_PATH_BYTES = 512;

  private final IntSupplier maxPayloadBytes;
  private final long maxDelayNs;
  private final int prefetch;
  private final long maxMessagesPerSecond;
  private final int burst;
  private final TelemetryClock clock;
  private final Scheduler scheduler;

  ExporterSettings(ExporterBuilder<?> builder) {
    this.maxPayloadBytes = builder.maxPayloadBytes;
    this.maxDelayNs = builder.maxDelayNs;
    this.prefetch = builder.prefetch;
    this.maxMessagesPerSecond = builder.maxMessagesPerSecond;
    this.burst = builder.burst;
    this.clock = builder.clock;
    this.scheduler = builder.scheduler;
  }

  /**
   * The longest message at this moment.
   *
   * @return bytes; 512 while the path is not known
   */
  public int maxPayloadBytes() {
    int bytes = maxPayloadBytes.getAsInt();
    return bytes > 0 ? bytes : UNKNOWN_PATH_BYTES;
  }

  /**
   * How long a record waits for others at most.
   *
   * @return nanoseconds
   */
  public long maxDelayNs() {
    return maxDelayNs;
  }

  /**
   * How many records are requested ahead.
   *
   * @return records
   */
  public int prefetch() {
    return prefetch;
  }

  /**
   * The bound of the rate.
   *
   * @return messages, or 0 for no bound
   */
  public long maxMessagesPerSecond() {
    return maxMessagesPerSecond;
  }

  /**
   * How many messages may leave at once after a pause.
   *
   * @return messages
   */
  public int burst() {
    return burst;
  }

  /**
   * The time.
   *
   * @return the clock
   */
  public TelemetryClock clock() {
    return clock;
  }

  /**
   * Runs what is due.
   *
   * @return the scheduler
   */
  public Scheduler scheduler() {
    return scheduler;
  }
}
