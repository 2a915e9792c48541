package reactor.xsk.internal.bpf;

import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.BpfOperation;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.LinuxBpf;
import reactor.xsk.internal.linux.TapDevice;

/**
 * Keeps the transmit program attached to some interface: a call of a program that is attached
 * nowhere costs two RCU grace periods, some 27 ms.
 *
 * <p>Best is a tap device of our own: the target keeps its receive path, and whatever program it
 * has. Where there is no tap, and where the driver sends frames of XDP only with a program of its
 * own (i40e, ice, ixgbe, ena, virtio_net), the program goes onto the target, beside no other.
 */
final class Anchor {

  private static final Logger LOG = Loggers.getLogger(Anchor.class);

  private final LinuxBpf bpf;
  private final Descriptor program;
  private final int target;
  private final CloseStack opened;

  Anchor(LinuxBpf bpf, Descriptor program, int target, CloseStack opened) {
    this.bpf = bpf;
    this.program = program;
    this.target = target;
    this.opened = opened;
  }

  /**
   * Attaches, and sees to it that the target takes frames.
   *
   * @throws XskException if it does not, or if there is no place for the program
   */
  void attach(TargetProbe probe, String values) {
    int refusal = probe.ask(values);
    if (refusal == 0 && attachToTap()) {
      return;
    }
    if (refusal != 0 && refusal != -Errno.EOPNOTSUPP) {
      throw BpfOperation.PROBE.failed(refusal, values);
    }
    attachToTarget();
    BpfOperation.PROBE.check(probe.ask(values), values);
  }

  private boolean attachToTap() {
    try {
      TapDevice tap = bpf.tap();
      try {
        Descriptor link = bpf.attachXdp(program, tap.interfaceIndex());
        opened.own(tap);
        opened.own(link);
        return true;
      } catch (XskException e) {
        tap.close();
        throw e;
      }
    } catch (XskException e) {
      LOG.debug("no tap device holds the program", e);
      return false;
    }
  }

  private void attachToTarget() {
    opened.own(bpf.attachXdp(program, target));
  }
}
