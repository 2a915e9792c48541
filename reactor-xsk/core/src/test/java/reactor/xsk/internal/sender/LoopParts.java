package reactor.xsk.internal.sender;

import reactor.xsk.XskConfig;
import reactor.xsk.internal.loop.TxLoop;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.internal.port.PortOpener;
import reactor.xsk.internal.stream.StreamStarter;

/** A loop without a thread, and what feeds it. */
record LoopParts(StreamStarter starter, TxLoop loop) {

  static LoopParts of(XskConfig config) {
    PortOpener opener = new PortOpener(VirtualKernels.of(config.virtualKernel()), config);
    Lane lane = new Lane(config, opener::open);
    return new LoopParts(lane.starter(), lane.openLoop(0));
  }
}
