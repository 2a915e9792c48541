package reactor.xsk.internal.port;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.bpf.BulkDevice;
import reactor.xsk.internal.bpf.BulkPlan;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.linux.SupportProbe;
import reactor.xsk.internal.linux.bpf.LinuxBpf;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;

/** Opens the bulk port of a sender. */
public final class BulkOpener {

  /**
   * Full windows that are ready share a call up to this many packets, and two of them in any case.
   * A call costs as much as some 60 packets beside its own (a page pool is made and freed), and
   * delays what comes meanwhile.
   */
  private static final int SHARED_CALL_PACKETS = 512;

  private BulkOpener() {}

  /**
   * Opens a port for the calling thread.
   *
   * @param interfaceIndex the interface's index, or {@link NetDevice#BY_NAME}
   * @throws XskException if it cannot be opened; nothing is left open then
   */
  static BulkPort open(XskConfig config, int interfaceIndex) {
    BulkPlan plan =
        new BulkPlan(
            config.interfaceName(),
            config.frameCount(),
            config.frameSize(),
            callSize(config),
            Math.min(config.flushSize(), config.batchSize()));
    LinuxBpf bpf = new LinuxBpf(new FfmLinuxCalls(), interfaceIndex);
    BulkDevice device = BulkDevice.open(bpf, plan);
    try {
      return new BulkPort(device, new FrameGeometry(plan.frameCount(), plan.frameSizeBytes()));
    } catch (Throwable t) {
      device.close();
      throw t;
    }
  }

  /**
   * The same, but only where it is known that the interface takes packets in this mode.
   *
   * @throws XskException if it cannot be opened, or if that is not known; nothing is left open then
   */
  static TxPort openProven(XskConfig config, int interfaceIndex) {
    BulkPort port = open(config, interfaceIndex);
    if (port.isProven()) {
      return port;
    }
    try {
      throw new XskException(
          "redirect(interface)",
          0,
          "only the first packets would tell whether the interface takes frames of XDP",
          port.describe(),
          "Linux before 6.3 cannot be asked, nor where the MTU is above 3,390: choose mode BULK"
              + " yourself if the driver has ndo_xdp_xmit",
          null);
    } finally {
      port.close(FrameOutcomes.IGNORE);
    }
  }

  /** As many whole windows as find frames, and at least one. */
  static int callSize(XskConfig config) {
    int wanted = Math.max(SHARED_CALL_PACKETS, 2 * config.batchSize());
    int most = Math.min(wanted, config.frameCount());
    return Math.max(1, most / config.batchSize()) * config.batchSize();
  }

  /** Why a port with default settings cannot be opened, or null. */
  public static @Nullable XskException unavailabilityCause(String interfaceName) {
    return SupportProbe.unavailabilityCause(
        () -> {
          try {
            open(XskConfig.builder(interfaceName).build(), NetDevice.BY_NAME).close();
            return null;
          } catch (XskException e) {
            return e;
          }
        });
  }
}
