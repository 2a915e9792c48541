package reactor.xsk.internal.port;

import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.BusyPollOptions;
import reactor.xsk.MetadataOptions;
import reactor.xsk.XskConfig;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.InterfaceHold;
import reactor.xsk.internal.linux.LinuxKernel;
import reactor.xsk.internal.linux.NapiSettings;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.linux.NetworkNamespace;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.SupportProbe;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.model.VirtualKernels;

/** The ports of one sender: chooses the kernel and the port that its configuration asks for. */
public final class Ports implements AutoCloseable {

  private static final Logger LOG = Loggers.getLogger(Ports.class);

  private final XskConfig config;
  private final XskKernel kernel;
  private final @Nullable InterfaceHold hold;
  private final @Nullable NapiSettings napi;
  private final PortOpener opener;

  private Ports(
      XskConfig config,
      XskKernel kernel,
      @Nullable InterfaceHold hold,
      @Nullable NapiSettings napi) {
    this.config = config;
    this.kernel = kernel;
    this.hold = hold;
    this.napi = napi;
    this.opener = opener();
  }

  /**
   * Chooses the kernel, and finds the interface: by its name, here and never again.
   *
   * @throws XskException if this process can have nothing of it, or if there is no such interface
   */
  public static Ports of(XskConfig config) {
    if (config.mode() == XskMode.VIRTUAL) {
      return new Ports(config, VirtualKernels.of(config.virtualKernel()), null, null);
    }
    SupportProbe.requireLinux();
    InterfaceHold hold = InterfaceHold.find(new FfmLinuxCalls(), config.interfaceName());
    try {
      return new Ports(config, linux(hold), hold, napiSettings(config, hold));
    } catch (Throwable t) {
      hold.close();
      throw t;
    }
  }

  /** The ports of one lane, whose thread makes system calls of its own. */
  public Ports ofLane(XskConfig lane) {
    return new Ports(lane, hold == null ? kernel : linux(hold), hold, napi);
  }

  /** Of the whole device, so once for all lanes. */
  private static @Nullable NapiSettings napiSettings(XskConfig config, InterfaceHold hold) {
    BusyPollOptions polling = config.busyPoll();
    return polling.napiDeferrals() == 0
        ? null
        : new NapiSettings(
            NapiSettings.SYS,
            hold.interfaceIndex(),
            polling.napiDeferrals(),
            polling.napiTimeout().toNanos());
  }

  private static XskKernel linux(InterfaceHold hold) {
    return new LinuxKernel(new FfmLinuxCalls(), hold);
  }

  /** Opens a port for the calling thread, or throws and leaves nothing open. One thread only. */
  public TxPort open() {
    if (hold == null) {
      return openPort();
    }
    hold.require();
    TxPort port = openPort();
    try {
      hold.require(); // so it is a port of this interface, and not of one that has its index now
      if (napi != null && port.mode() != XskMode.BULK) { // which has no socket that polls
        napi.apply();
      }
      return port;
    } catch (Throwable t) {
      port.close();
      throw t;
    }
  }

  private TxPort openPort() {
    return switch (config.mode()) {
      case AUTO -> best(opener.open());
      case COPY, ZERO_COPY, VIRTUAL -> opener.open();
      case BULK -> BulkOpener.open(config, interfaceIndex());
    };
  }

  private TxPort best(TxPort port) {
    boolean bulkCan =
        config.metadata().equals(MetadataOptions.none())
            && config.frameSize() <= SocketPlan.PAGE_BYTES;
    boolean mayBeBulk = port.mode() == XskMode.COPY && config.bulkAllowed();
    return mayBeBulk && bulkCan ? bulkOr(port) : port;
  }

  /** One for the life of a lane: it knows what was refused for good. */
  private PortOpener opener() {
    return kernel instanceof LinuxKernel
        ? new PortOpener(kernel, config, SharedPrograms.of(interfaceIndex()))
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
      return BulkOpener.openProven(config, interfaceIndex());
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

  /** The network namespace of the calling thread, which is that of an interface just found. */
  public String networkNamespace() {
    return hold == null ? NetworkNamespace.UNKNOWN : NetworkNamespace.ofThread(new FfmLinuxCalls());
  }

  /** The index of the interface; {@link NetDevice#BY_NAME} for one of the model. Any thread. */
  public int interfaceIndex() {
    return hold == null ? NetDevice.BY_NAME : hold.interfaceIndex();
  }

  /** The counters of the device; after {@link #close} those of that moment. Any thread. */
  public XskDeviceCounters deviceCounters() {
    return kernel.deviceCounters(config.interfaceName());
  }

  /** Lets go of the interface. Any thread, after all ports of all lanes are closed. */
  @Override
  public synchronized void close() {
    if (napi != null) {
      napi.close();
    }
    if (hold != null) {
      hold.close();
    }
  }
}
