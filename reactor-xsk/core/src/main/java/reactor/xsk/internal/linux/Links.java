package reactor.xsk.internal.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reactor.xsk.XskException;

/** Asks the kernel about interfaces, through rtnetlink. One thread at a time. */
public final class Links {

  // linux/if.h, both with the terminating zero
  private static final int IFNAMSIZ = 16;
  private static final int ALTIFNAMSIZ = 128;

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
    int lengthBytes = name.getBytes(StandardCharsets.UTF_8).length;
    String values = "interface=" + name;
    if (lengthBytes >= ALTIFNAMSIZ) {
      throw Operation.GET_LINK.failed(-Errno.ENODEV, values); // and no request has room for it
    }
    int attribute = lengthBytes < IFNAMSIZ ? Link.IFLA_IFNAME : Link.IFLA_ALT_IFNAME;
    return only(request(0).attribute(attribute, name), values);
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

  private Link only(NetlinkRequest request, String values) {
    List<NetlinkMessage> answer = new ArrayList<>(1);
    Operation.GET_LINK.check(socket.request(request, answer), values);
    return new Link(answer.getFirst());
  }
}
