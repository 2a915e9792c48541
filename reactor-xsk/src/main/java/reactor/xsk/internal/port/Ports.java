package reactor.xsk.internal.port;

import reactor.xsk.XskConfig;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskMode;
import reactor.xsk.XskSupport;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxKernel;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.model.VirtualKernels;

/** The ports of one sender: chooses the kernel that its configuration asks for. */
public final class Ports {

  private final XskConfig config;
  private final XskKernel kernel;

  private Ports(XskConfig config, XskKernel kernel) {
    this.config = config;
    this.kernel = kernel;
  }

  /** Chooses the kernel; throws if this process can have no sockets of it. */
  public static Ports of(XskConfig config) {
    if (config.mode() == XskMode.VIRTUAL) {
      return new Ports(config, VirtualKernels.of(config.virtualKernel()));
    }
    XskSupport.requireAvailable();
    return new Ports(config, new LinuxKernel(new FfmLinuxCalls()));
  }

  /** Opens a port for the calling thread, or throws and leaves nothing open. One thread only. */
  public TxPort open() {
    return config.mode() == XskMode.BULK
        ? BulkOpener.open(config)
        : new PortOpener(kernel, config).open();
  }

  /** The counters of the device; any thread. */
  public XskDeviceCounters deviceCounters() {
    return kernel.deviceCounters(config.interfaceName());
  }
}
