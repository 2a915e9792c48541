package reactor.xsk.internal.flow;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.port.FrameOutcomes;

/** Tells each source what became of its packets, and why. */
final class Outcomes implements FrameOutcomes {

  private final InFlight inFlight;
  private final String where;
  private final IntFunction<XskPacketException> dropCause;

  Outcomes(InFlight inFlight, String where, IntFunction<XskPacketException> dropCause) {
    this.inFlight = inFlight;
    this.where = where;
    this.dropCause = dropCause;
  }

  @Override
  public void onOutcome(int frame, SendOutcome outcome) {
    Source<?> source = inFlight.remove(frame);
    boolean hasCause = outcome != SendOutcome.COMPLETED && source.wantsCause();
    Throwable cause = hasCause ? causeOf(outcome, inFlight.lengthBytes(frame)) : null;
    source.onOutcome(inFlight.takeItem(frame), outcome, inFlight.lengthBytes(frame), cause);
  }

  private @Nullable XskPacketException causeOf(SendOutcome outcome, int lengthBytes) {
    String values = "length=" + lengthBytes + ", " + where;
    return switch (outcome) {
      case COMPLETED, DISCARDED -> null;
      case DROPPED -> dropCause.apply(lengthBytes);
      case FAILED ->
          new XskPacketException(
              "send",
              0,
              "the kernel did not take the packet: the socket ended first, or it refused the"
                  + " descriptor",
              values,
              "send it again",
              null);
      case LOST ->
          new XskPacketException(
              "completion",
              0,
              "the kernel took the packet and never gave its frame back",
              values,
              "it may or may not have been sent",
              null);
    };
  }
}
