package reactor.xsk.internal.port;

import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.bpf.BulkDevice;
import reactor.xsk.internal.bpf.BulkPlan;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.linux.FfmBpfCalls;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxBpf;

/** Opens the bulk port of a sender. */
final class BulkOpener {

  private BulkOpener() {}

  /**
   * Opens a port for the calling thread.
   *
   * @throws XskException if it cannot be opened; nothing is left open then
   */
  static TxPort open(XskConfig config) {
    BulkPlan plan =
        new BulkPlan(
            config.interfaceName(),
            config.frameCount(),
            config.frameSize(),
            config.batchSize(),
            64);
    LinuxBpf bpf = new LinuxBpf(new FfmLinuxCalls(), new FfmBpfCalls());
    return new BulkPort(
        BulkDevice.open(bpf, plan),
        new FrameGeometry(config.frameCount(), config.frameSize()));
  }
}
