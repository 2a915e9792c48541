package reactor.xsk.internal.linux;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/** The queues of an interface that are in use, as the family "netdev" lists them (Linux 6.8). */
public final class NetdevQueues {

  private static final int NETDEV_CMD_QUEUE_GET = 10;
  private static final int NETDEV_A_QUEUE_ID = 1;
  private static final int NETDEV_A_QUEUE_IFINDEX = 2;
  private static final int NETDEV_A_QUEUE_TYPE = 3;

  /** Nested and empty: a socket of AF_XDP is bound to it. 6.14. */
  private static final int NETDEV_A_QUEUE_XSK = 7;

  private static final int TRANSMIT = 1;

  /**
   * A queue.
   *
   * @param id its number among those of its direction
   * @param transmits whether it is a transmit queue
   * @param hasSocket whether a socket of AF_XDP is bound to it; not known before 6.14
   */
  public record Queue(int id, boolean transmits, boolean hasSocket) {}

  private NetdevQueues() {}

  /** Those of an interface, or null where the kernel cannot be asked. */
  public static @Nullable List<Queue> of(LinuxCalls calls, int interfaceIndex) {
    try (NetlinkSocket socket = NetlinkSocket.open(calls, Netlink.NETLINK_GENERIC)) {
      int family = NetdevFamily.idOf(socket);
      NetlinkRequest request =
          NetdevFamily.request(family, Netlink.NLM_F_DUMP, NETDEV_CMD_QUEUE_GET)
              .attributeU32(NETDEV_A_QUEUE_IFINDEX, interfaceIndex);
      List<NetlinkMessage> answer = new ArrayList<>();
      return family == 0 || socket.request(request, answer) < 0
          ? null
          : answer.stream().map(NetdevQueues::queueIn).toList();
    } catch (XskException e) {
      return null; // no such socket here
    }
  }

  private static Queue queueIn(NetlinkMessage message) {
    NetlinkAttributes queue = message.attributes(NetdevFamily.GENL_HEADER_BYTES);
    return new Queue(
        queue.u32(NETDEV_A_QUEUE_ID, 0),
        queue.u32(NETDEV_A_QUEUE_TYPE, 0) == TRANSMIT,
        queue.has(NETDEV_A_QUEUE_XSK));
  }
}
