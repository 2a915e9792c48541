package reactor.xsk;

import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.SupportProbe;
import reactor.xsk.internal.port.BulkOpener;

/**
 * What the running kernel and its devices offer, as a program asks for it. For people, and for
 * reasons in full, there is {@link reactor.xsk.doctor.Doctor}.
 *
 * <p>Every question is asked of the kernel anew, because capabilities and devices change. All
 * methods may be called from any thread; none leaves anything open.
 */
public final class XskSupport {

  private XskSupport() {}

  /**
   * Whether this process can open an AF_XDP socket here.
   *
   * @return true if it can
   */
  public static boolean isAvailable() {
    return unavailabilityCause() == null;
  }

  /**
   * Why this process cannot open an AF_XDP socket: no Linux, native access denied, a kernel without
   * AF_XDP (EAFNOSUPPORT), no permission (EPERM).
   *
   * @return the cause with what to try, or null if AF_XDP is available
   */
  public static @Nullable XskException unavailabilityCause() {
    return SupportProbe.unavailabilityCause();
  }

  /**
   * Does nothing where AF_XDP is available.
   *
   * @throws XskException the cause, where it is not
   */
  public static void requireAvailable() {
    XskException cause = unavailabilityCause();
    if (cause != null) {
      throw cause;
    }
  }

  /**
   * Why mode BULK cannot be had on an interface: no Linux, no permission, a kernel before 5.18 or
   * without BTF, a driver that takes no frames of XDP, another XDP program on it. It opens what a
   * sender opens, which takes some 100 ms, and may put a program onto the interface for that time
   * if its driver demands it. A kernel before 6.3 cannot be asked whether a driver takes frames of
   * XDP, nor can one whose interface has an MTU above 3,390: then this method returns null although
   * mode BULK may fail; the sender then fails at its first packets.
   *
   * @param interfaceName name of the interface in the network namespace of the caller
   * @return the cause with what to try, or null if mode BULK is available
   */
  public static @Nullable XskException bulkUnavailabilityCause(String interfaceName) {
    return BulkOpener.unavailabilityCause(interfaceName);
  }

  /**
   * What the running kernel offers to copy mode.
   *
   * @return what was found
   * @throws XskException if AF_XDP is not available
   */
  public static Kernel kernel() {
    requireAvailable();
    return SupportProbe.kernel();
  }

  /**
   * What is known of a device.
   *
   * @param interfaceName name of the interface in the network namespace of the caller
   * @return what was found
   * @throws XskException if there is no such interface
   */
  public static Device device(String interfaceName) {
    return SupportProbe.device(interfaceName);
  }

  /**
   * What a kernel offers to copy mode.
   *
   * @param release the kernel release, as {@code uname -r} prints it
   * @param transmitBudget whether one kick can be made to take windows of more than 32 packets
   *     (XDP_MAX_TX_SKB_BUDGET, Linux 6.17)
   */
  public record Kernel(String release, boolean transmitBudget) {}

  /**
   * What is known of a device.
   *
   * @param interfaceName its name
   * @param interfaceIndex its index
   * @param mtuBytes its MTU
   * @param maxPacketBytes the longest packet without a VLAN tag that it takes: MTU + 14; with one 4
   *     more
   * @param linkUp whether it is up and has carrier, now
   */
  public record Device(
      String interfaceName, int interfaceIndex, int mtuBytes, int maxPacketBytes, boolean linkUp) {}
}
