package reactor.xsk;

import java.io.Serial;

/**
 * The kernel does not give frames back as it must: one is overdue, or a completion cannot be true.
 * {@link XskConfig#lossPolicy()} decides what follows.
 */
public final class XskCompletionException extends XskException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates an exception for completions.
   *
   * @apiNote The library creates these; in user code it serves tests of error handling.
   * @param reason what is wrong with them
   * @param values the values involved
   * @param hint what to try next
   */
  public XskCompletionException(String reason, String values, String hint) {
    super("completion", 0, reason, values, hint, null);
  }

  private XskCompletionException(XskCompletionException failure, SendReport report) {
    super(failure, report);
  }

  @Override
  public XskException endingStream(SendReport streamReport) {
    return new XskCompletionException(this, streamReport);
  }
}
