package reactor.xsk.internal.flow;

import reactor.xsk.XskConfig;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.internal.port.PortOpener;

/** A loop without a thread, and what feeds it. */
record LoopParts(StreamStarter starter, Streams streams, TxLoop loop) {

  static LoopParts of(XskConfig config) {
    int frameCount = config.frameCount();
    int prefetch = StreamStarter.prefetch(frameCount, config.batchSize());
    TxCounters counters = new TxCounters();
    Waker waker = new Waker();
    DemandBudget budget = new DemandBudget(frameCount, prefetch);
    Streams streams = new Streams(counters, budget, waker, config.reportListener());
    PortOpener opener = new PortOpener(VirtualKernels.of(config.virtualKernel()), config);
    return new LoopParts(
        new StreamStarter(streams, counters, waker, frameCount, config.batchSize()),
        streams,
        new TxLoop(opener::open, streams, budget, counters, config, 0));
  }
}
