package reactor.xsk;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What became of one item of {@link XskSender#sendWithResults}.
 *
 * @param <T> the type of the items
 */
public final class SendResult<T> {

  private final T item;
  private final SendOutcome outcome;
  private final @Nullable Throwable exception;
  private final long transmitTimeNs;

  private SendResult(
      T item, SendOutcome outcome, @Nullable Throwable exception, long transmitTimeNs) {
    this.item = item;
    this.outcome = outcome;
    this.exception = exception;
    this.transmitTimeNs = transmitTimeNs;
  }

  /**
   * Makes a result, as the sender does; also for tests of code that handles results.
   *
   * @param item the item
   * @param outcome what became of it
   * @param exception why, or null
   * @param <T> the type of the item
   * @return the result
   */
  public static <T> SendResult<T> of(T item, SendOutcome outcome, @Nullable Throwable exception) {
    return of(item, outcome, exception, 0);
  }

  /**
   * Makes a result with the time at which the packet left.
   *
   * @param item the item
   * @param outcome what became of it
   * @param exception why, or null
   * @param transmitTimeNs when it left, in ns; 0 if that is not known
   * @param <T> the type of the item
   * @return the result
   */
  public static <T> SendResult<T> of(
      T item, SendOutcome outcome, @Nullable Throwable exception, long transmitTimeNs) {
    return new SendResult<>(item, outcome, exception, transmitTimeNs);
  }

  /** {@return the item as the source emitted it} */
  public T item() {
    return item;
  }

  /** {@return what became of the item} */
  public SendOutcome outcome() {
    return outcome;
  }

  /** {@return why, or null if the outcome is {@link SendOutcome#COMPLETED}} */
  public @Nullable Throwable exception() {
    return exception;
  }

  /**
   * {@return when the packet left, in ns, by the clock that {@link MetadataOptions#transmitTimes}
   * names; empty if that was not asked for, if the packet was not completed, or if the driver did
   * not tell}
   */
  public OptionalLong transmitTimeNs() {
    return transmitTimeNs == 0 ? OptionalLong.empty() : OptionalLong.of(transmitTimeNs);
  }

  /** {@return whether the outcome is {@link SendOutcome#COMPLETED}} */
  public boolean isCompleted() {
    return outcome == SendOutcome.COMPLETED;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SendResult<?> that
        && Objects.equals(item, that.item)
        && outcome == that.outcome
        && Objects.equals(exception, that.exception)
        && transmitTimeNs == that.transmitTimeNs;
  }

  @Override
  public int hashCode() {
    return Objects.hash(item, outcome, exception, transmitTimeNs);
  }

  @Override
  public String toString() {
    return "SendResult[item=%s, outcome=%s, exception=%s, transmitTimeNs=%d]"
        .formatted(item, outcome, exception, transmitTimeNs);
  }
}
