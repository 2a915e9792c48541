package reactor.xsk.internal.model;

import reactor.xsk.internal.linux.KickBudget;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.virtual.VirtualRelease;

/** Where the copy mode of Linux releases differs. */
record ReleaseRules(VirtualRelease release) {

  /** How many packets a kick takes. */
  KickBudget budget(SocketPlan plan) {
    return release == VirtualRelease.LINUX_6_1
        ? KickBudget.fixed(plan.kickBudget())
        : KickBudget.granted(plan.kickBudget());
  }

  /** Whether a call publishes the consumer index when it ends. */
  boolean publishesAtEnd(boolean sent, boolean consumed) {
    return switch (release) {
      case LINUX_6_1 -> false;
      case LINUX_6_17 -> sent;
      case LINUX_7_2 -> consumed;
    };
  }

  /** Whether it publishes the index when it has taken all that it had seen, and looks again. */
  boolean publishesBeforeReading() {
    return release != VirtualRelease.LINUX_7_2;
  }

  /** Whether the frame of an invalid descriptor comes back. */
  boolean givesInvalidBack() {
    return release == VirtualRelease.LINUX_7_2;
  }

  /** Whether a call goes on behind an invalid descriptor. */
  boolean passesOverInvalid() {
    return release == VirtualRelease.LINUX_6_1;
  }
}
