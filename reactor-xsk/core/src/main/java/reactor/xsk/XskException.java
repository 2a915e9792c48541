package reactor.xsk;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Something that the sender, or the kernel under it, could not do.
 *
 * <p>The message always has the same parts: <i>operation</i> failed: <i>errno name (number) or
 * reason</i>: <i>values</i> — <i>what to try</i>. {@code docs/errors.md} has a paragraph for each.
 */
public class XskException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** The operation that failed. */
  private final String operation;

  /** The errno, or 0. */
  private final int errno;

  /** The name of the errno, or the reason in words. */
  private final String reason;

  /** The values involved. */
  private final String values;

  /** What to try next. */
  private final String hint;

  /** The account of the stream that this ended. */
  private final transient @Nullable SendReport report;

  /**
   * Creates an exception from its parts.
   *
   * @apiNote The library creates these; in user code it serves tests of error handling.
   * @param operation what was being done, for example {@code bind(AF_XDP)}
   * @param errno the errno of a system call, or 0 if no system call failed
   * @param reason the name of the errno, or in words what was wrong
   * @param values the values involved, {@code name=value, name=value}
   * @param hint what to try next
   * @param cause the exception that led to this one, or null
   */
  public XskException(
      String operation,
      int errno,
      String reason,
      String values,
      String hint,
      @Nullable Throwable cause) {
    this(operation, errno, reason, values, hint, null, cause);
  }

  /**
   * The same failure as it ended one stream, with the account of that stream.
   *
   * @param failure the failure
   * @param report the account of the stream
   */
  protected XskException(XskException failure, SendReport report) {
    this(
        failure.operation,
        failure.errno,
        failure.reason,
        failure.values,
        failure.hint,
        report,
        failure);
  }

  private XskException(
      String operation,
      int errno,
      String reason,
      String values,
      String hint,
      @Nullable SendReport report,
      @Nullable Throwable cause) {
    super(message(operation, errno, reason, values, hint), cause);
    this.operation = operation;
    this.errno = errno;
    this.reason = reason;
    this.values = values;
    this.hint = hint;
    this.report = report;
  }

  private static String message(
      String operation, int errno, String reason, String values, String hint) {
    String number = errno == 0 ? "" : " (" + errno + ")";
    String detail = values.isEmpty() ? "" : ": " + values;
    return operation + " failed: " + reason + number + detail + " — " + hint;
  }

  /**
   * What was being done.
   *
   * @return for example {@code bind(AF_XDP)}
   */
  public String operation() {
    return operation;
  }

  /**
   * The number of the errno.
   *
   * @return the errno, or 0 if this was not a system call
   */
  public int errno() {
    return errno;
  }

  /**
   * The name of the errno, or the reason in words where no system call failed.
   *
   * @return for example {@code EBUSY}
   */
  public String reason() {
    return reason;
  }

  /**
   * The values involved.
   *
   * @return {@code name=value, name=value}
   */
  public String values() {
    return values;
  }

  /**
   * What to try next.
   *
   * @return a sentence
   */
  public String hint() {
    return hint;
  }

  /**
   * The account of the stream that this exception ended.
   *
   * @return the account, or null if it did not end a stream
   */
  public @Nullable SendReport report() {
    return report;
  }

  /**
   * This failure as the end of one stream: same parts, the stream's account, this as the cause.
   *
   * @apiNote The library calls this where a failure ends a stream; {@link #report()} then has the
   *     account.
   * @param streamReport the account of the stream
   * @return an exception of the same type, for the types that end streams
   */
  public XskException endingStream(SendReport streamReport) {
    return new XskException(this, streamReport);
  }
}
