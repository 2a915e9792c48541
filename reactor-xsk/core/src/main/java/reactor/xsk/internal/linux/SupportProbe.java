package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/** Asks the running kernel what it offers. Everything opened is closed again. */
public final class SupportProbe {

  /**
   * A ring that is larger than the default budget, so that the kernel lets the budget be raised.
   */
  private static final int PROBE_RING_SIZE = 2 * IfXdp.DEFAULT_TX_BUDGET;

  /**
   * What is known of an interface.
   *
   * @param interfaceName its name
   * @param interfaceIndex its index
   * @param mtuBytes its MTU
   * @param maxPacketBytes the longest packet without a VLAN tag
   * @param linkUp whether it is up and has carrier
   */
  public record InterfaceFacts(
      String interfaceName, int interfaceIndex, int mtuBytes, int maxPacketBytes, boolean linkUp) {}

  private SupportProbe() {}

  /** Why no AF_XDP socket can be opened, or null. */
  public static @Nullable XskException unavailabilityCause() {
    return unavailabilityCause(
        () -> {
          LinuxCalls calls = new FfmLinuxCalls();
          int fd = calls.socket(IfXdp.AF_XDP, IfXdp.SOCK_RAW | IfXdp.SOCK_CLOEXEC, 0);
          if (fd < 0) {
            return Operation.SOCKET.failed(fd, "type=SOCK_RAW");
          }
          calls.close(fd);
          return NetDevice.unavailabilityCause(calls);
        });
  }

  /** The cause that {@code question} finds, or why this process cannot ask the kernel at all. */
  public static @Nullable XskException unavailabilityCause(
      Supplier<@Nullable XskException> question) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return unavailable(
          "this is not Linux",
          "os.name=" + System.getProperty("os.name"),
          "use mode VIRTUAL, or run on Linux",
          null);
    }
    try {
      return question.get();
    } catch (IllegalCallerException | LinkageError e) {
      return unavailable(
          "native access is denied",
          "module=reactor.xsk",
          "start java with --enable-native-access=reactor.xsk (ALL-UNNAMED on the class path)",
          e);
    }
  }

  /** Throws if this is not Linux, or if native access is denied. */
  public static void requireLinux() {
    XskException cause =
        unavailabilityCause(
            () -> {
              new FfmLinuxCalls();
              return null;
            });
    if (cause != null) {
      throw cause;
    }
  }

  /** Whether one kick can be made to take windows of more than 32 packets. */
  public static boolean hasTransmitBudget() {
    LinuxCalls calls = new FfmLinuxCalls();
    Descriptor socket = new Descriptor(calls);
    try (Arena scratch = Arena.ofConfined()) {
      int type = IfXdp.SOCK_RAW | IfXdp.SOCK_CLOEXEC;
      int fd =
          Operation.SOCKET.check(socket.take(calls.socket(IfXdp.AF_XDP, type, 0)), "type=SOCK_RAW");
      MemorySegment entries = scratch.allocateFrom(JAVA_INT, PROBE_RING_SIZE);
      Operation.SIZE_RING.check(
          calls.setsockopt(fd, IfXdp.SOL_XDP, IfXdp.XDP_TX_RING, entries),
          "ring=TX, entries=" + PROBE_RING_SIZE);
      return calls.setsockopt(fd, IfXdp.SOL_XDP, IfXdp.XDP_MAX_TX_SKB_BUDGET, entries) >= 0;
    } finally {
      socket.close();
    }
  }

  /** What is known of an interface. */
  public static InterfaceFacts device(String interfaceName) {
    try (NetDevice device = NetDevice.find(new FfmLinuxCalls(), interfaceName)) {
      int mtuBytes = device.mtuBytes();
      return new InterfaceFacts(
          interfaceName,
          device.interfaceIndex(),
          mtuBytes,
          mtuBytes + NetDevice.LINK_HEADER_BYTES,
          device.link() == LinkState.UP);
    }
  }

  /** Whether GRO is on at an interface. */
  public static boolean hasGro(int interfaceIndex) {
    LinuxCalls calls = new FfmLinuxCalls();
    try (NetlinkSocket socket = NetlinkSocket.open(calls, Netlink.NETLINK_ROUTE);
        NetDevice device =
            NetDevice.find(calls, new Links(socket).byIndex(interfaceIndex).name())) {
      return device.hasGro();
    }
  }

  private static XskException unavailable(
      String reason, String values, String hint, @Nullable Throwable cause) {
    return new XskException("AF_XDP", 0, reason, values, hint, cause);
  }
}
