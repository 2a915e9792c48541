package reactor.xsk.internal.loop;

import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.port.TxPort;

/** What is said of a packet that was published and not completed. */
final class OutcomeCause {

  private OutcomeCause() {}

  /** Why a packet of {@code port} had this outcome; null if it was completed. */
  static @Nullable XskPacketException of(SendOutcome outcome, int lengthBytes, TxPort port) {
    return switch (outcome) {
      case COMPLETED, DISCARDED -> null;
      case DROPPED -> port.dropCause(lengthBytes);
      case FAILED ->
          new XskPacketException(
              "send",
              0,
              "the kernel did not take the packet: the socket ended first, or it refused the"
                  + " descriptor",
              values(lengthBytes, port),
              "send it again",
              null);
      case LOST ->
          new XskPacketException(
              "completion",
              0,
              "the kernel took the packet and never gave its frame back",
              values(lengthBytes, port),
              "it may or may not have been sent",
              null);
    };
  }

  private static String values(int lengthBytes, TxPort port) {
    return "length=" + lengthBytes + ", " + port.describe();
  }
}
