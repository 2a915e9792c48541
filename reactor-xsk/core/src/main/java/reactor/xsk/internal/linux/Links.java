package reactor.xsk.internal.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reactor.xsk.XskException;

/** Asks the kernel about interfaces, through rtnetlink. One thread at a time. */
public final class Links {

  private static final int IFNAMSIZ = 16; // linux/if.h

  private final NetlinkSocket socket;

  /** Asks through {@code socket}, which is of the protocol NETLINK_ROUTE. */
  public Links(NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * The interface of this name, or of this alternative name.
   *
   * @throws XskException if there is none
   */
  public Link byName(String name) {
    int attribute = isShort(name) ? Link.IFLA_IFNAME : Link.IFLA_ALT_IFNAME;
    return only(request(0).attribute(attribute, name), "interface=" + name);
  }

  /**
   * The interface of this index.
   *
   * @throws XskException if there is none
   */
  public Link byIndex(int interfaceIndex) {
    return only(request(interfaceIndex), "ifindex=" + interfaceIndex);
  }

  private static NetlinkRequest request(int interfaceIndex) {
    return new NetlinkRequest(Link.RTM_GETLINK, 0)
        .u8(0) // any family
        .u8(0)
        .u16(0)
        .u32(interfaceIndex)
        .u32(0)
        .u32(0);
  }

  /** Only alternative names have more than IFNAMSIZ - 1 bytes. */
  private static boolean isShort(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length < IFNAMSIZ;
  }

  private Link only(NetlinkRequest request, String values) {
    List<NetlinkMessage> answer = new ArrayList<>(1);
    Operation.GET_LINK.check(socket.request(request, answer), values);
    return new Link(answer.getFirst());
  }
}
