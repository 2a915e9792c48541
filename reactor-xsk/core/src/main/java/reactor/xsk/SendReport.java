package reactor.xsk;

import org.jspecify.annotations.Nullable;

/**
 * The account of one stream. {@code accepted = completed + dropped + failed + discarded}, always:
 * {@code lost} is a part of {@code failed}.
 *
 * @param accepted items taken from the source
 * @param completed items whose frame the kernel gave back without reporting a drop
 * @param dropped items that the kernel said it dropped
 * @param failed items that the sender could not hand to the kernel, and lost ones
 * @param discarded items accepted and not published, because the stream or the sender ended
 * @param lost of the failed: those the kernel took and never gave back
 * @param bytes bytes of the completed packets, from the destination MAC to the last payload byte
 * @param firstFailure why the first item failed or was dropped; null if none did
 */
public record SendReport(
    long accepted,
    long completed,
    long dropped,
    long failed,
    long discarded,
    long lost,
    long bytes,
    @Nullable Throwable firstFailure) {

  /** Checks the account. */
  public SendReport {
    if (accepted != completed + dropped + failed + discarded || lost > failed) {
      throw new IllegalArgumentException(
          "the report does not add up: accepted=%d, completed=%d, dropped=%d, failed=%d, discarded=%d, lost=%d"
              .formatted(accepted, completed, dropped, failed, discarded, lost));
    }
  }

  /**
   * Whether every accepted item was completed.
   *
   * @return true if none was dropped, failed or discarded
   */
  public boolean isClean() {
    return accepted == completed;
  }
}
