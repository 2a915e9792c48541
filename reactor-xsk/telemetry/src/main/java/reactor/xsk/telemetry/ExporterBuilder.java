package reactor.xsk.telemetry;

import java.time.Duration;
import java.util.function.IntSupplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The settings that the exporters of all protocols have. For one thread.
 *
 * @param <B> the builder of the protocol
 */
public abstract class ExporterBuilder<B extends ExporterBuilder<B>> {

  IntSupplier maxPayloadBytes = () -> ExporterSettings.UNKNOWN_PATH_BYTES;
  long maxDelayNs = Duration.ofMillis(500).toNanos();
  int prefetch = 256;
  long maxMessagesPerSecond = 20_000;
  int burst = 32;
  TelemetryClock clock = TelemetryClock.system();
  Scheduler scheduler = Schedulers.parallel();

  /** For the builders of this module. */
  protected ExporterBuilder() {}

  /**
   * This builder, in its own type.
   *
   * @return this
   */
  protected abstract B self();

  /**
   * The settings as they are now.
   *
   * @return a copy
   */
  protected ExporterSettings settings() {
    return new ExporterSettings(this);
  }

  /**
   * Sets the longest message. It is asked for each record, so that messages follow the MTU of a
   * route: {@code maxPayloadBytes(route::maxPayloadBytes)}.
   *
   * @param bytes gives 64 to 65,507, or 0 while the path is not known, as a route does that was
   *     never resolved; that and the default are 512, which RFC 7011 asks for then
   * @return this
   */
  public B maxPayloadBytes(IntSupplier bytes) {
    maxPayloadBytes = bytes;
    return self();
  }

  /**
   * Sets how long a record may wait for others to fill its message.
   *
   * @param longest 0 to 1 h; the default is 500 ms
   * @return this
   */
  public B maxDelay(Duration longest) {
    check(longest, Duration.ZERO, Duration.ofHours(1), "maxDelay");
    maxDelayNs = longest.toNanos();
    return self();
  }

  /**
   * Sets how many records are requested ahead of the messages that are demanded.
   *
   * @param records 1 to 1,048,576; the default is 256
   * @return this
   */
  public B prefetch(int records) {
    check(records, 1, 1 << 20, "prefetch");
    prefetch = records;
    return self();
  }

  /**
   * Bounds the rate of messages, templates included, so that no burst is longer than what the
   * collector's receive buffer has room for.
   *
   * @param messagesPerSecond 1 to 100,000,000, or 0 for no bound; the default is 20,000
   * @param burst messages that may leave at once after a pause, and that the transport of {@link
   *     Exporter#export} may have without a result, 1 to 65,536; the default is 32. Twice as many
   *     leave at once where the transport itself stood still
   * @return this
   */
  public B pace(long messagesPerSecond, int burst) {
    check(messagesPerSecond, 0, 100_000_000, "messagesPerSecond");
    check(burst, 1, 65_536, "burst");
    this.maxMessagesPerSecond = messagesPerSecond;
    this.burst = burst;
    return self();
  }

  /**
   * Sets the time, for tests.
   *
   * @param value the clock; the default is the machine's
   * @return this
   */
  public B clock(TelemetryClock value) {
    clock = value;
    return self();
  }

  /**
   * Sets what runs delays and intervals.
   *
   * @param value the scheduler; the default is {@code Schedulers.parallel()}
   * @return this
   */
  public B scheduler(Scheduler value) {
    scheduler = value;
    return self();
  }

  /**
   * Checks a number.
   *
   * @param value the value
   * @param least the least that is allowed
   * @param most the most that is allowed
   * @param name the setting
   * @throws IllegalArgumentException if the value is out of range; it names what is allowed
   */
  protected static void check(long value, long least, long most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s = %d is not allowed: %d to %d".formatted(name, value, least, most));
    }
  }

  /**
   * Checks a duration.
   *
   * @param value the value
   * @param least the least that is allowed
   * @param most the most that is allowed
   * @param name the setting
   * @throws IllegalArgumentException if the value is out of range; it names what is allowed
   */
  protected static void check(Duration value, Duration least, Duration most, String name) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s = %s is not allowed: %s to %s".formatted(name, value, least, most));
    }
  }
}
