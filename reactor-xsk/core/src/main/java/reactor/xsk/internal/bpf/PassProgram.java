package reactor.xsk.internal.bpf;

import static reactor.xsk.internal.bpf.BpfAssembler.Register.R0;

import reactor.xsk.XskException;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.linux.bpf.BpfProgram;
import reactor.xsk.internal.linux.bpf.LinuxBpf;

/**
 * An XDP program that passes on whatever is received, on an interface whose driver transmits
 * zero-copy only with some program attached. It replaces no other program, and is gone when it is
 * closed or when the process dies.
 */
public final class PassProgram implements CloseStack.Closer {

  private static final int XDP_PASS = 2;

  private final CloseStack opened;

  private PassProgram(CloseStack opened) {
    this.opened = opened;
  }

  /**
   * Attaches one.
   *
   * @throws XskException if it cannot be, or if another program is there; nothing is left open then
   */
  public static PassProgram attach(LinuxCalls calls, String interfaceName) {
    return attach(calls, interfaceName, NetDevice.BY_NAME);
  }

  /** The same, to the interface of this index, which has or had this name. */
  public static PassProgram attach(LinuxCalls calls, String interfaceName, int interfaceIndex) {
    CloseStack opened = new CloseStack();
    try {
      LinuxBpf bpf = new LinuxBpf(calls, interfaceIndex);
      byte[] code = new BpfAssembler().move(R0, XDP_PASS).exit().assemble();
      Descriptor program = opened.own(bpf.load(BpfProgram.xdp("xsk_pass", code)));
      try (NetDevice device = bpf.device(interfaceName)) {
        opened.own(bpf.attachXdp(program, device.interfaceIndex()));
      }
      return new PassProgram(opened);
    } catch (Throwable t) {
      opened.close();
      throw t;
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
