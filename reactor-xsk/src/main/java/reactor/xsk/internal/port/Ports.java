package reactor.xsk.internal.port;

import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSupport;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxKernel;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.model.VirtualKernels;

/** Chooses the port that a configuration asks for. */
public final class Ports {

  private Ports() {}

  /** Opens a port for the calling thread, or throws and leaves nothing open. */
  public static TxPort open(XskConfig config) {
    return new PortOpener(kernel(config), config).open();
  }

  private static XskKernel kernel(XskConfig config) {
    if (config.mode() == XskMode.VIRTUAL) {
      return VirtualKernels.of(config.virtualKernel());
    }
    XskSupport.requireAvailable();
    return new LinuxKernel(new FfmLinuxCalls());
  }
}
