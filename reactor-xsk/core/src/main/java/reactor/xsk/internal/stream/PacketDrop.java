package reactor.xsk.internal.stream;

import java.io.Serial;
import reactor.xsk.XskPacketException;

/**
 * Thrown by a writer of the library to say that an item is dropped, and has not failed. Has no
 * stack trace, so that one object serves for any number of items.
 */
public final class PacketDrop extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** What is reported to the user. */
  private final XskPacketException why;

  /** A drop for this reason. */
  public PacketDrop(XskPacketException why) {
    super(why.getMessage(), why, false, false);
    this.why = why;
  }

  /** What is reported to the user. */
  public XskPacketException why() {
    return why;
  }
}
