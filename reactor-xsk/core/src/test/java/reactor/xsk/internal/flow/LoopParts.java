package reactor.xsk.internal.flow;

import reactor.xsk.XskConfig;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.internal.port.PortOpener;

/** A loop without a thread, and what feeds it. */
record LoopParts(StreamStarter starter, Streams streams, TxLoop loop) {

  static LoopParts of(XskConfig config) {
    TxCounters counters = new TxCounters();
    Waker waker = new Waker();
    Streams streams = new Streams(counters, waker, config.reportListener());
    PortOpener opener = new PortOpener(VirtualKernels.of(config.virtualKernel()), config);
    return new LoopParts(
        new StreamStarter(streams, counters, config),
        streams,
        new TxLoop(opener::open, streams, counters, config, 0));
  }
}
