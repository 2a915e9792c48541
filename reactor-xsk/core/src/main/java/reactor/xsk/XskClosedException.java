package reactor.xsk;

import java.io.Serial;

/** The sender was closed: before this stream ended, or before it began. */
public final class XskClosedException extends XskException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates an exception for a closed sender.
   *
   * @apiNote The library creates these; in user code it serves tests of error handling.
   * @param values the values involved
   */
  public XskClosedException(String values) {
    super(
        "send",
        0,
        "the sender is closed",
        values,
        "let streams end before close(), or give close() a longer closeTimeout",
        null);
  }

  private XskClosedException(XskClosedException failure, SendReport report) {
    super(failure, report);
  }

  @Override
  public XskException endingStream(SendReport streamReport) {
    return new XskClosedException(this, streamReport);
  }
}
