package reactor.xsk.internal.linux;

import reactor.xsk.internal.linux.SocketPlan.Binding;

/** Plans of tests: without what a socket can be asked for beside what it needs, and with it. */
public final class SocketPlans {

  private SocketPlans() {}

  public static SocketPlan of(
      String interfaceName,
      int queue,
      Binding binding,
      int frameCount,
      int frameSizeBytes,
      int txRingSize,
      int windowSize,
      int kickSize) {
    return new SocketPlan(
        interfaceName,
        queue,
        binding,
        frameCount,
        frameSizeBytes,
        txRingSize,
        windowSize,
        kickSize,
        SocketExtras.NONE);
  }

  public static SocketPlan with(SocketExtras extras, SocketPlan plan) {
    return new SocketPlan(
        plan.interfaceName(),
        plan.queue(),
        plan.binding(),
        plan.frameCount(),
        plan.frameSizeBytes(),
        plan.txRingSize(),
        plan.windowSize(),
        plan.kickSize(),
        extras);
  }
}
