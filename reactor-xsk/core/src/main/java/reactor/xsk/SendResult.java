package reactor.xsk;

import org.jspecify.annotations.Nullable;

/**
 * What became of one item of {@link XskSender#sendWithResults}.
 *
 * @param item the item as the source emitted it
 * @param outcome what became of it
 * @param exception why, unless the outcome is {@link SendOutcome#COMPLETED}
 * @param <T> the type of the items
 */
public record SendResult<T>(T item, SendOutcome outcome, @Nullable Throwable exception) {

  /**
   * Whether the outcome is {@link SendOutcome#COMPLETED}.
   *
   * @return true if it is
   */
  public boolean isCompleted() {
    return outcome == SendOutcome.COMPLETED;
  }
}
