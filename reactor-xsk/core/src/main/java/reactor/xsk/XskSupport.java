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
    return new Kernel(System.getProperty("os.version", "?"), SupportProbe.hasTransmitBudget());
  }

  /**
   * What is known of a device.
   *
   * @param interfaceName name of the interface in the network namespace of the caller
   * @return what was found
   * @throws XskException if there is no such interface
   */
  public static Device device(String interfaceName) {
    return new Device(SupportProbe.device(interfaceName));
  }

  /** What a kernel offers to copy mode. */
  public static final class Kernel {

    private final String release;
    private final boolean transmitBudget;

    Kernel(String release, boolean transmitBudget) {
      this.release = release;
      this.transmitBudget = transmitBudget;
    }

    /** {@return the kernel release, as {@code uname -r} prints it} */
    public String release() {
      return release;
    }

    /**
     * {@return whether one kick can be made to take windows of more than 32 packets
     * (XDP_MAX_TX_SKB_BUDGET, Linux 6.17)}
     */
    public boolean transmitBudget() {
      return transmitBudget;
    }

    @Override
    public String toString() {
      return "Kernel(release=%s, transmitBudget=%s)".formatted(release, transmitBudget);
    }
  }

  /** What is known of a device. */
  public static final class Device {

    private final SupportProbe.InterfaceFacts facts;

    Device(SupportProbe.InterfaceFacts facts) {
      this.facts = facts;
    }

    /** {@return its name} */
    public String interfaceName() {
      return facts.interfaceName();
    }

    /** {@return its index} */
    public int interfaceIndex() {
      return facts.interfaceIndex();
    }

    /** {@return its MTU in bytes} */
    public int mtuBytes() {
      return facts.mtuBytes();
    }

    /**
     * {@return the longest packet in bytes without a VLAN tag that it takes: MTU + 14; with one it
     * may have 4 more}
     */
    public int maxPacketBytes() {
      return facts.maxPacketBytes();
    }

    /** {@return whether it was up and had carrier when it was asked} */
    public boolean linkUp() {
      return facts.linkUp();
    }

    @Override
    public String toString() {
      return "Device(%s, ifindex=%d, mtu=%d, %s)"
          .formatted(interfaceName(), interfaceIndex(), mtuBytes(), linkUp() ? "up" : "down");
    }
  }
}
