package reactor.xsk.internal.linux;

import reactor.xsk.XskException;

/**
 * Refuses interfaces whose packets do not begin with an Ethernet header. The kernel binds to any: a
 * tun device would hand the headers to its reader as IP packets.
 */
public final class EthernetOnly {

  private EthernetOnly() {}

  /**
   * Does nothing if the interface is one of Ethernet, or the loopback interface, which carries
   * Ethernet headers as well.
   *
   * @throws XskException if it is another
   */
  public static void require(NetDevice device) {
    int type = device.hardwareType();
    if (type != Link.ARPHRD_ETHER && type != Link.ARPHRD_LOOPBACK) {
      throw new XskException(
          "open interface",
          0,
          "the interface is not an Ethernet device",
          "%s, hardwareType=%d (%s)".formatted(device, type, nameOf(type)),
          "packets are Ethernet frames: use the Ethernet interface that this one sends through"
              + " (`ip -d link`), a tap device instead of tun, or lo",
          null);
    }
  }

  /** The common ones, linux/if_arp.h. */
  private static String nameOf(int hardwareType) {
    return switch (hardwareType) {
      case 32 -> "InfiniBand";
      case 512 -> "PPP";
      case 519 -> "raw IP";
      case 768, 769, 776, 778, 823 -> "IP tunnel";
      case 801, 802, 803 -> "IEEE 802.11";
      case 65_534 -> "no link header, as of tun and WireGuard";
      default -> "linux/if_arp.h";
    };
  }
}
