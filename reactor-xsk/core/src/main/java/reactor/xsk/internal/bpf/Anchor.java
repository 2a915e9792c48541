package reactor.xsk.internal.bpf;

import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.bpf.BpfOperation;
import reactor.xsk.internal.linux.bpf.LinuxBpf;
import reactor.xsk.internal.linux.bpf.TapDevice;

/**
 * Keeps the transmit program attached to some interface: a call of a program that is attached
 * nowhere costs two RCU grace periods, some 27 ms.
 *
 * <p>Best is a tap device of our own: the target keeps its receive path, and whatever program it
 * has. Where there is no tap, and where the driver sends frames of XDP only with a program of its
 * own (i40e, ice, ixgbe, ena, virtio_net), the program goes onto the target, beside no other.
 */
final class Anchor implements CloseStack.Closer {

  private static final Logger LOG = Loggers.getLogger(Anchor.class);

  private final LinuxBpf bpf;
  private final Descriptor program;
  private final int target;
  private final String values;
  private CloseStack held = new CloseStack();
  private @Nullable Descriptor link;

  /** What the program is attached to. */
  private String place = "";

  private boolean onTarget;
  private boolean saidThatItIsLost;

  Anchor(LinuxBpf bpf, Descriptor program, int target, String values) {
    this.bpf = bpf;
    this.program = program;
    this.target = target;
    this.values = values;
  }

  /**
   * Attaches, and sees to it that the target takes frames.
   *
   * @throws XskException if it does not, or if there is no place for the program
   */
  void attach(TargetProbe probe) {
    int refusal = probe.ask(values);
    if (refusal == 0) {
      attachAnywhere();
      return;
    }
    if (refusal != -Errno.EOPNOTSUPP) {
      throw BpfOperation.PROBE.failed(refusal, values);
    }
    attachToTarget();
    BpfOperation.PROBE.check(probe.ask(values), values);
  }

  private void attachAnywhere() {
    try {
      attachToTap();
    } catch (XskException e) {
      LOG.warn(
          "no tap device can hold the transmit program, so it goes onto the interface itself, whose"
              + " received packets pass through it: {}: {}",
          values,
          e.getMessage());
      attachToTarget();
    }
  }

  private void attachToTap() {
    CloseStack opened = new CloseStack();
    try {
      TapDevice tap = opened.own(bpf.tap());
      link = opened.own(bpf.attachXdp(program, tap.interfaceIndex()));
      place = "the tap device " + tap.name();
      onTarget = false;
      held = opened;
    } catch (Throwable t) {
      opened.close();
      throw t;
    }
  }

  private void attachToTarget() {
    link = held.own(bpf.attachXdp(program, target));
    place = "the interface itself";
    onTarget = true;
  }

  /**
   * Attaches the program again if it is attached no more, as after {@code ip link del xskbulk0}.
   */
  void renewIfLost() {
    if (link != null && bpf.isAttached(link)) {
      return;
    }
    String lost = place;
    link = null;
    held.close();
    try {
      if (onTarget) {
        attachToTarget();
      } else {
        attachAnywhere();
      }
      saidThatItIsLost = false;
      LOG.warn("{} was removed or gave up the transmit program, which is now on {}", lost, place);
    } catch (XskException e) {
      sayThatItIsLost(e);
    }
  }

  private void sayThatItIsLost(XskException cause) {
    if (!saidThatItIsLost) {
      saidThatItIsLost = true;
      LOG.warn(
          "the transmit program is attached nowhere, so that each call waits for the kernel's RCU:"
              + " {}: {}",
          values,
          cause.getMessage());
    }
  }

  @Override
  public void close() {
    link = null;
    held.close();
  }
}
