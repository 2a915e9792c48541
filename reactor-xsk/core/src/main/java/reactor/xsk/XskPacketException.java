package reactor.xsk;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** One packet could not be sent; the stream goes on. */
public final class XskPacketException extends XskException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates an exception for one packet.
   *
   * @apiNote The library creates these; in user code it serves tests of error handling.
   * @param operation what was being done
   * @param errno the errno with which the kernel reported it, or 0
   * @param reason what was wrong
   * @param values the values involved
   * @param hint what to try next
   * @param cause what the packet's writer threw, or null
   */
  public XskPacketException(
      String operation,
      int errno,
      String reason,
      String values,
      String hint,
      @Nullable Throwable cause) {
    super(operation, errno, reason, values, hint, cause);
  }
}
