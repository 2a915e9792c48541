package reactor.xsk;

import java.util.Objects;

/** One option of a lane: what the kernel was asked for, and what it granted. Immutable. */
public final class XskGrant {

  /** Of an option that the kernel was not asked for. */
  public static final XskGrant NOT_ASKED = new XskGrant(0, 0, "not asked");

  private final long asked;
  private final long granted;
  private final String note;

  private XskGrant(long asked, long granted, String note) {
    this.asked = asked;
    this.granted = granted;
    this.note = note;
  }

  /**
   * Makes a grant, as the sender does; also for tests of code that reads grants.
   *
   * @param asked what the kernel was asked for, in the unit of the option
   * @param granted what it granted, in the same unit
   * @param note why it granted less, or what the number means; empty for nothing
   * @return the grant
   */
  public static XskGrant of(long asked, long granted, String note) {
    return new XskGrant(asked, granted, note);
  }

  /** {@return what the kernel was asked for, in the unit of the option; 0 if it was not asked} */
  public long asked() {
    return asked;
  }

  /** {@return what it granted, in the unit of the option; 0 if nothing, or not asked} */
  public long granted() {
    return granted;
  }

  /**
   * {@return why it granted less, or what the number means; empty where there is nothing to say}
   */
  public String note() {
    return note;
  }

  /** {@return whether it granted what it was asked for, or more} */
  public boolean isFull() {
    return granted >= asked;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof XskGrant that
        && asked == that.asked
        && granted == that.granted
        && note.equals(that.note);
  }

  @Override
  public int hashCode() {
    return Objects.hash(asked, granted, note);
  }

  /** For example {@code 212992 of 6291456 (net.core.wmem_max)}. */
  @Override
  public String toString() {
    return granted + (isFull() ? "" : " of " + asked) + (note.isEmpty() ? "" : " (" + note + ")");
  }
}
