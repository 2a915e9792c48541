package reactor.xsk.kernel.model;

import reactor.xsk.XskConfig;
import reactor.xsk.XskSupport;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;

/** The model. */
final class ModelWorld extends World {

  private static final String NAME = "virt0";

  private final VirtualKernel kernel =
      VirtualKernel.builder().interfaceName(NAME).release(likeTheKernel()).build();

  /** That of the running kernel, as far as the scenarios differ. */
  private static VirtualRelease likeTheKernel() {
    return XskSupport.kernel().transmitBudget()
        ? VirtualRelease.LINUX_7_2
        : VirtualRelease.LINUX_6_1;
  }

  @Override
  XskConfig.Builder config(String interfaceName) {
    return XskConfig.builder(interfaceName).frameCount(FRAMES).virtualKernel(kernel);
  }

  @Override
  String interfaceName() {
    return NAME;
  }

  @Override
  void setUp(boolean up) {
    kernel.setInterfaceUp(up);
  }

  @Override
  void setCarrier(boolean carrier) {
    kernel.setCarrier(carrier);
  }

  @Override
  void setMtu(int bytes) {
    kernel.setMtu(bytes);
  }

  @Override
  void remove() {
    kernel.removeInterface();
  }

  @Override
  void hold() {
    kernel.setCompletions(VirtualCompletions.onDemand());
  }

  @Override
  void release() {
    kernel.complete(Integer.MAX_VALUE);
    kernel.setCompletions(VirtualCompletions.immediate());
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "model";
  }
}
