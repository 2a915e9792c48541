package reactor.xsk;

import java.util.Objects;
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

  private SendResult(T item, SendOutcome outcome, @Nullable Throwable exception) {
    this.item = item;
    this.outcome = outcome;
    this.exception = exception;
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
    return new SendResult<>(item, outcome, exception);
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

  /** {@return whether the outcome is {@link SendOutcome#COMPLETED}} */
  public boolean isCompleted() {
    return outcome == SendOutcome.COMPLETED;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SendResult<?> that
        && Objects.equals(item, that.item)
        && outcome == that.outcome
        && Objects.equals(exception, that.exception);
  }

  @Override
  public int hashCode() {
    return Objects.hash(item, outcome, exception);
  }

  @Override
  public String toString() {
    return "SendResult[item=%s, outcome=%s, exception=%s]".formatted(item, outcome, exception);
  }
}
