package reactor.xsk.internal.port;

import java.util.function.Function;
import reactor.xsk.internal.bpf.PassProgram;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.NetworkNamespace;
import reactor.xsk.internal.linux.Shares;

/**
 * The programs that let drivers transmit with zero-copy. A device has one for all its queues: all
 * zero-copy ports of this process share it, so that it stays until the last of them is closed.
 */
final class SharedPrograms implements ZeroCopyCheck.Programs {

  /** An index means one interface in its network namespace. */
  record Device(String namespace, int interfaceIndex) {}

  private static final Shares<Device, CloseStack.Closer> ATTACHED = new Shares<>();

  private final Shares<Device, CloseStack.Closer> attached;
  private final Device device;
  private final Function<String, CloseStack.Closer> attacher;

  /** Attaches with {@code attacher} what is not among {@code attached}. */
  SharedPrograms(
      Shares<Device, CloseStack.Closer> attached,
      Device device,
      Function<String, CloseStack.Closer> attacher) {
    this.attached = attached;
    this.device = device;
    this.attacher = attacher;
  }

  /** Those of an interface in the network namespace of the calling thread. */
  static SharedPrograms of(int interfaceIndex) {
    return new SharedPrograms(
        ATTACHED,
        new Device(NetworkNamespace.ofThread(new FfmLinuxCalls()), interfaceIndex),
        name -> PassProgram.attach(new FfmLinuxCalls(), name, interfaceIndex));
  }

  @Override
  public CloseStack.Closer attach(String interfaceName) {
    return attached.of(device, () -> attacher.apply(interfaceName));
  }

  @Override
  public CloseStack.Closer attached() {
    CloseStack.Closer share = attached.ofHeld(device);
    return share == null ? NONE : share;
  }
}
