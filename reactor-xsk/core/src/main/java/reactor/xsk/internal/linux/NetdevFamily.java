package reactor.xsk.internal.linux;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/** What devices offer to XDP: the generic netlink family "netdev", Linux 6.3 (linux/netdev.h). */
public final class NetdevFamily {

  /** The driver carries out XDP_REDIRECT to this device, as mode BULK needs. */
  public static final long NDO_XMIT = 4;

  /** The driver has zero-copy. */
  public static final long XSK_ZEROCOPY = 8;

  /** With zero-copy the driver tells when a packet left. */
  public static final long XSK_TX_TIMESTAMP = 1;

  /** With zero-copy the device computes checksums. */
  public static final long XSK_TX_CHECKSUM = 2;

  /** With zero-copy the device sends at a time, Linux 6.15. */
  public static final long XSK_TX_LAUNCH_TIME = 4;

  /** By their bits, from the lowest. */
  private static final List<String> XSK_NAMES =
      List.of("transmit times", "checksums", "launch times");

  private static final List<String> XDP_NAMES =
      List.of(
          "basic", "redirect", "ndo-xmit", "xsk-zerocopy", "hw-offload", "rx-sg", "ndo-xmit-sg");

  private static final int CTRL_CMD_GETFAMILY = 3;
  private static final int CTRL_ATTR_FAMILY_ID = 1;
  private static final int CTRL_ATTR_FAMILY_NAME = 2;
  private static final int NETDEV_CMD_DEV_GET = 1;
  private static final int NETDEV_A_DEV_IFINDEX = 1;
  private static final int NETDEV_A_DEV_XDP_FEATURES = 3;
  private static final int NETDEV_A_DEV_XDP_ZC_MAX_SEGS = 4;
  private static final int NETDEV_A_DEV_XSK_FEATURES = 6;
  private static final long UNKNOWN = -1;
  static final int GENL_HEADER_BYTES = 4;

  /**
   * The features of a device.
   *
   * @param xdp bits such as {@link #XSK_ZEROCOPY}
   * @param zeroCopySegments descriptors of a packet in zero-copy mode, 0 without zero-copy
   * @param xsk bits such as {@link #XSK_TX_CHECKSUM}; all of them if the kernel knows none
   */
  public record Features(long xdp, int zeroCopySegments, long xsk) {

    /** Whether the kernel has TX metadata: it came with these features, Linux 6.8. */
    public boolean knowsMetadata() {
      return xsk != UNKNOWN;
    }

    /** Whether all these bits are set. */
    public boolean has(long bits) {
      return (xdp & bits) == bits;
    }
  }

  private NetdevFamily() {}

  /** The features of an interface, or null where the kernel cannot be asked. */
  public static @Nullable Features featuresOf(int interfaceIndex) {
    return featuresOf(new FfmLinuxCalls(), interfaceIndex);
  }

  static @Nullable Features featuresOf(LinuxCalls calls, int interfaceIndex) {
    try (NetlinkSocket socket = NetlinkSocket.open(calls, Netlink.NETLINK_GENERIC)) {
      int family = idOf(socket);
      if (family == 0) {
        return null;
      }
      NetlinkAttributes device =
          ask(
              socket,
              request(family, 0, NETDEV_CMD_DEV_GET)
                  .attributeU32(NETDEV_A_DEV_IFINDEX, interfaceIndex));
      return device == null
          ? null
          : new Features(
              device.u64(NETDEV_A_DEV_XDP_FEATURES, 0, 0),
              device.u32(NETDEV_A_DEV_XDP_ZC_MAX_SEGS, 0),
              device.u64(NETDEV_A_DEV_XSK_FEATURES, 0, UNKNOWN));
    } catch (XskException e) {
      return null; // no such socket here
    }
  }

  /** A request with its {@code genlmsghdr}: command, version, reserved. */
  static NetlinkRequest request(int family, int flags, int command) {
    return new NetlinkRequest(family, flags).u8(command).u8(1).u16(0);
  }

  /** The number that the kernel gave the family, 0 if it has none. */
  static int idOf(NetlinkSocket socket) {
    NetlinkAttributes family =
        ask(
            socket,
            request(Netlink.NETLINK_GENERIC, 0, CTRL_CMD_GETFAMILY)
                .attribute(CTRL_ATTR_FAMILY_NAME, "netdev"));
    return family == null ? 0 : family.u16(CTRL_ATTR_FAMILY_ID, 0);
  }

  /** The names of XSK feature bits. */
  public static String xskNames(long bits) {
    return names(bits, XSK_NAMES);
  }

  /** The names of XDP feature bits, those of {@code enum netdev_xdp_act}. */
  public static String xdpNames(long bits) {
    return names(bits, XDP_NAMES);
  }

  private static String names(long bits, List<String> all) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if ((bits >>> i & 1) != 0) {
        names.add(all.get(i));
      }
    }
    return String.join(", ", names);
  }

  private static @Nullable NetlinkAttributes ask(NetlinkSocket socket, NetlinkRequest request) {
    List<NetlinkMessage> answer = new ArrayList<>();
    return socket.request(request, answer) < 0 || answer.isEmpty()
        ? null
        : answer.getFirst().attributes(GENL_HEADER_BYTES);
  }
}
