package reactor.xsk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The account of one stream. {@code accepted = completed + dropped + failed + discarded}, always:
 * {@code lost} is a part of {@code failed}.
 */
public final class SendReport {

  private final long accepted;
  private final long completed;
  private final long dropped;
  private final long failed;
  private final long discarded;
  private final long lost;
  private final long bytes;
  private final @Nullable Throwable firstFailure;

  private SendReport(Builder builder) {
    accepted = builder.accepted;
    completed = builder.completed;
    dropped = builder.dropped;
    failed = builder.failed;
    discarded = builder.discarded;
    lost = builder.lost;
    bytes = builder.bytes;
    firstFailure = builder.firstFailure;
    if (accepted != completed + dropped + failed + discarded || lost > failed) {
      throw new IllegalArgumentException(
          "the report does not add up: accepted=%d, completed=%d, dropped=%d, failed=%d, discarded=%d, lost=%d"
              .formatted(accepted, completed, dropped, failed, discarded, lost));
    }
  }

  /**
   * Makes a report, as the sender does; also for tests of code that handles reports.
   *
   * @return a builder that starts with zeros
   */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return items taken from the source} */
  public long accepted() {
    return accepted;
  }

  /** {@return items whose frame the kernel gave back without reporting a drop} */
  public long completed() {
    return completed;
  }

  /** {@return items that the kernel said it dropped} */
  public long dropped() {
    return dropped;
  }

  /** {@return items that the sender could not hand to the kernel, and lost ones} */
  public long failed() {
    return failed;
  }

  /** {@return items accepted and not published, because the stream or the sender ended} */
  public long discarded() {
    return discarded;
  }

  /** {@return of the failed: those the kernel took and never gave back} */
  public long lost() {
    return lost;
  }

  /** {@return bytes of the completed packets, from the destination MAC to the last payload byte} */
  public long bytes() {
    return bytes;
  }

  /** {@return why the first item failed or was dropped; null if none did} */
  public @Nullable Throwable firstFailure() {
    return firstFailure;
  }

  /** {@return whether every accepted item was completed: none dropped, failed or discarded} */
  public boolean isClean() {
    return accepted == completed;
  }

  /**
   * Adds up: the account of several streams.
   *
   * @param other the account to add
   * @return the sums, with the first failure of this one if it has any
   */
  public SendReport plus(SendReport other) {
    return builder()
        .accepted(accepted + other.accepted)
        .completed(completed + other.completed)
        .dropped(dropped + other.dropped)
        .failed(failed + other.failed)
        .discarded(discarded + other.discarded)
        .lost(lost + other.lost)
        .bytes(bytes + other.bytes)
        .firstFailure(firstFailure == null ? other.firstFailure : firstFailure)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SendReport that
        && accepted == that.accepted
        && completed == that.completed
        && dropped == that.dropped
        && failed == that.failed
        && discarded == that.discarded
        && lost == that.lost
        && bytes == that.bytes
        && Objects.equals(firstFailure, that.firstFailure);
  }

  @Override
  public int hashCode() {
    return Objects.hash(accepted, completed, dropped, failed, discarded, lost, bytes, firstFailure);
  }

  @Override
  public String toString() {
    return "SendReport[accepted=%s, completed=%s, dropped=%s, failed=%s, discarded=%s, lost=%s, bytes=%s, firstFailure=%s]"
        .formatted(accepted, completed, dropped, failed, discarded, lost, bytes, firstFailure);
  }

  /** Collects the parts of a report; each is that of the accessor with its name. */
  public static final class Builder {

    private long accepted;
    private long completed;
    private long dropped;
    private long failed;
    private long discarded;
    private long lost;
    private long bytes;
    private @Nullable Throwable firstFailure;

    private Builder() {}

    /**
     * Sets {@link SendReport#accepted()}.
     *
     * @param items the number
     * @return this
     */
    public Builder accepted(long items) {
      accepted = items;
      return this;
    }

    /**
     * Sets {@link SendReport#completed()}.
     *
     * @param items the number
     * @return this
     */
    public Builder completed(long items) {
      completed = items;
      return this;
    }

    /**
     * Sets {@link SendReport#dropped()}.
     *
     * @param items the number
     * @return this
     */
    public Builder dropped(long items) {
      dropped = items;
      return this;
    }

    /**
     * Sets {@link SendReport#failed()}.
     *
     * @param items the number
     * @return this
     */
    public Builder failed(long items) {
      failed = items;
      return this;
    }

    /**
     * Sets {@link SendReport#discarded()}.
     *
     * @param items the number
     * @return this
     */
    public Builder discarded(long items) {
      discarded = items;
      return this;
    }

    /**
     * Sets {@link SendReport#lost()}.
     *
     * @param items the number
     * @return this
     */
    public Builder lost(long items) {
      lost = items;
      return this;
    }

    /**
     * Sets {@link SendReport#bytes()}.
     *
     * @param value the number
     * @return this
     */
    public Builder bytes(long value) {
      bytes = value;
      return this;
    }

    /**
     * Sets {@link SendReport#firstFailure()}.
     *
     * @param cause the cause, or null
     * @return this
     */
    public Builder firstFailure(@Nullable Throwable cause) {
      firstFailure = cause;
      return this;
    }

    /**
     * Checks the account.
     *
     * @return the report
     * @throws IllegalArgumentException if the numbers do not add up
     */
    public SendReport build() {
      return new SendReport(this);
    }
  }
}
