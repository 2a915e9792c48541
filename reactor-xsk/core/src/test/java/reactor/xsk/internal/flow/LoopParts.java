package reactor.xsk.internal.flow;

import reactor.xsk.XskConfig;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.internal.port.PortOpener;

/** A loop without a thread, and what feeds it. */
record LoopParts(StreamStarter starter, TxLoop loop) {

  static LoopParts of(XskConfig config) {
    PortOpener opener = new PortOpener(VirtualKernels.of(config.virtualKernel()), config);
    Lane lane = new Lane(config, opener::open);
    return new LoopParts(lane.starter(), lane.openLoop(0));
  }
}
