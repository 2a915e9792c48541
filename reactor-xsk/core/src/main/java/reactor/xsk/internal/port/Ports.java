package reactor.xsk.internal.port;

import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskConfig;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.bpf.PassProgram;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxKernel;
import reactor.xsk.internal.linux.SupportProbe;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.model.VirtualKernels;

/** The ports of one sender: chooses the kernel and the port that its configuration asks for. */
public final class Ports {

  private static final Logger LOG = Loggers.getLogger(Ports.class);

  private final XskConfig config;
  private final XskKernel kernel;

  private Ports(XskConfig config, XskKernel kernel) {
    this.config = config;
    this.kernel = kernel;
  }

  /** Chooses the kernel; throws if this process can have nothing of it. */
  public static Ports of(XskConfig config) {
    switch (config.mode()) {
      case VIRTUAL -> {
        return new Ports(config, VirtualKernels.of(config.virtualKernel()));
      }
      case AUTO, COPY, ZERO_COPY, BULK -> SupportProbe.requireLinux(); // opening tells the rest
    }
    return new Ports(config, linux());
  }

  /** The ports of one lane, whose thread makes system calls of its own. */
  public Ports ofLane(XskConfig lane) {
    return new Ports(lane, kernel instanceof LinuxKernel ? linux() : kernel);
  }

  private static XskKernel linux() {
    return new LinuxKernel(new FfmLinuxCalls());
  }

  /** Opens a port for the calling thread, or throws and leaves nothing open. One thread only. */
  public TxPort open() {
    if (config.mode() == XskMode.BULK) {
      return BulkOpener.open(config);
    }
    TxPort port = opener().open();
    boolean bulkIsBetter = config.mode() == XskMode.AUTO && port.mode() == XskMode.COPY;
    return bulkIsBetter && config.bulkAllowed() ? bulkOr(port) : port;
  }

  private PortOpener opener() {
    return kernel instanceof LinuxKernel
        ? new PortOpener(kernel, config, name -> PassProgram.attach(new FfmLinuxCalls(), name))
        : new PortOpener(kernel, config);
  }

  private TxPort bulkOr(TxPort copy) {
    try {
      TxPort bulk = bulkOrNull();
      return bulk == null ? copy : closing(copy, bulk);
    } catch (Throwable t) {
      copy.close();
      throw t;
    }
  }

  private @Nullable TxPort bulkOrNull() {
    try {
      return BulkOpener.openProven(config);
    } catch (XskException e) {
      LOG.info("copy mode, because mode BULK is not available: {}", e.getMessage());
      return null;
    }
  }

  /** Closes {@code replaced} and returns {@code port}, or closes that too. */
  private static TxPort closing(TxPort replaced, TxPort port) {
    try {
      replaced.close();
      return port;
    } catch (Throwable t) {
      port.close();
      throw t;
    }
  }

  /** The counters of the device; any thread. */
  public XskDeviceCounters deviceCounters() {
    return kernel.deviceCounters(config.interfaceName());
  }
}
