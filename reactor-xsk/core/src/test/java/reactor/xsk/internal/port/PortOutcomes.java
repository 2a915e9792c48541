package reactor.xsk.internal.port;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.xsk.SendOutcome;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;

/** Remembers the outcome of each frame since it was last put; hearing of one twice is an error. */
final class PortOutcomes implements FrameOutcomes {

  final Map<Integer, SendOutcome> byFrame = new LinkedHashMap<>();

  @Override
  public void onOutcome(int frame, SendOutcome outcome) {
    SendOutcome before = byFrame.put(frame, outcome);
    if (before != null) {
      throw new AssertionError("frame %d was %s and is now %s".formatted(frame, before, outcome));
    }
  }

  /** The frames that came to this end, in the order of their outcomes. */
  List<Integer> framesThatAre(SendOutcome outcome) {
    List<Integer> frames = new ArrayList<>();
    byFrame.forEach(
        (frame, it) -> {
          if (it == outcome) {
            frames.add(frame);
          }
        });
    return frames;
  }
}
