package reactor.xsk.internal.model;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.xsk.virtual.VirtualFault;

/** The faults that a virtual kernel plays next. */
final class KickScript {

  private final Queue<VirtualFault> faults = new ArrayDeque<>();
  private int played;
  private int completionsToLose;
  private int completionsToRepeat;
  private int descriptorsToRefuse;

  void add(VirtualFault... more) {
    for (VirtualFault fault : more) {
      faults.add(fault);
    }
  }

  /** The fault of this kick, or null. */
  @Nullable VirtualFault next() {
    VirtualFault fault = faults.peek();
    if (fault != null && ++played == fault.repeat()) {
      played = 0;
      faults.remove();
    }
    return fault;
  }

  void loseCompletions(int frames) {
    completionsToLose += frames;
  }

  void repeatCompletions(int frames) {
    completionsToRepeat += frames;
  }

  void refuseDescriptors(int descriptors) {
    descriptorsToRefuse += descriptors;
  }

  boolean refusesNextDescriptor() {
    return descriptorsToRefuse > 0 && descriptorsToRefuse-- > 0;
  }

  boolean losesNextCompletion() {
    return completionsToLose > 0 && completionsToLose-- > 0;
  }

  boolean repeatsNextCompletion() {
    return completionsToRepeat > 0 && completionsToRepeat-- > 0;
  }
}
