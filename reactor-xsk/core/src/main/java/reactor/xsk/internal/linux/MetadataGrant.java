package reactor.xsk.internal.linux;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.NetdevFamily.Features;
import reactor.xsk.internal.linux.SocketPlan.Binding;

/**
 * Which mode a socket may have whose packets carry metadata. In copy mode the kernel does all but
 * launch times, for any device; with zero-copy the driver must. A driver passes over what it does
 * not know without a word, so it is asked before.
 */
public final class MetadataGrant {

  private MetadataGrant() {}

  /**
   * What to insist on.
   *
   * @param device what the kernel says of the device; null if it cannot be asked
   * @throws XskException if what the plan asks for cannot be had
   */
  public static Binding binding(SocketPlan plan, @Nullable Features device) {
    MetadataPlan wanted = plan.metadata();
    if (!wanted.isAny()) {
      return plan.binding();
    }
    if (device == null || !device.knowsMetadata()) {
      throw refusal(
          device == null
              ? "the kernel cannot be asked whether it has TX metadata"
              : "this kernel has no TX metadata",
          plan.describe(),
          "TX metadata needs Linux 6.8 and netlink sockets (systemd: AF_NETLINK in"
              + " RestrictAddressFamilies=): leave metadata(..) out of the settings");
    }
    long missing = wanted.zeroCopyFeatures() & ~device.xsk();
    boolean zeroCopyDoes =
        device.has(NetdevFamily.XSK_ZEROCOPY) && missing == 0 && !wanted.inKernel();
    return switch (plan.binding()) {
      case COPY -> copyDoes(plan, device, Binding.COPY);
      case AUTO -> zeroCopyDoes ? Binding.AUTO : copyDoes(plan, device, Binding.COPY);
      case ZERO_COPY -> {
        if (device.has(NetdevFamily.XSK_ZEROCOPY) && !zeroCopyDoes) {
          throw refusal(
              "the device does not offer with zero-copy: " + NetdevFamily.xskNames(missing),
              values(plan, device),
              "use mode COPY, or leave that out of metadata(..)");
        }
        yield Binding.ZERO_COPY; // bind(2) says that the driver has no zero-copy
      }
    };
  }

  private static Binding copyDoes(SocketPlan plan, Features device, Binding binding) {
    if (plan.metadata().launchTimes()) {
      throw refusal(
          "launch times need zero-copy and a device that has them",
          values(plan, device),
          "leave launchTimes out, and pace the source");
    }
    return binding;
  }

  private static String values(SocketPlan plan, Features device) {
    return plan.describe("xskFeatures=0x%x".formatted(device.xsk()));
  }

  private static XskException refusal(String reason, String values, String hint) {
    return new XskException("TX metadata", 0, reason, values, hint, null);
  }
}
