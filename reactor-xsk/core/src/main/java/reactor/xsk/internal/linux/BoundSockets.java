package reactor.xsk.internal.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/**
 * The AF_XDP sockets of this network namespace, as sock_diag(7) lists them (linux/xdp_diag.h;
 * CONFIG_XDP_SOCKETS_DIAG).
 *
 * <pre>{@code
 * struct xdp_diag_req {        struct xdp_diag_msg {       struct xdp_diag_info {
 *     __u8  sdiag_family;  // 0     __u8  xdiag_family; // 0     __u32 ifindex;  // 0
 *     __u8  sdiag_protocol;// 1     __u8  xdiag_type;   // 1     __u32 queue_id; // 4
 *     __u16 pad;           // 2     __u16 pad;          // 2 };
 *     __u32 xdiag_ino;     // 4     __u32 xdiag_ino;    // 4
 *     __u32 xdiag_show;    // 8     __u32 xdiag_cookie[2];
 *     __u32 xdiag_cookie[2];   };                       // 16
 * };                       // 20
 * }</pre>
 */
public final class BoundSockets {

  private static final int NETLINK_SOCK_DIAG = 4;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int XDP_SHOW_INFO = 1;
  private static final int XDP_DIAG_INFO = 1;
  private static final int MESSAGE_BYTES = 16;

  /**
   * A socket that is bound.
   *
   * @param interfaceIndex its interface
   * @param queue its queue
   * @param inode the number in {@code /proc/PID/fd}
   */
  public record Bound(int interfaceIndex, int queue, int inode) {}

  private BoundSockets() {}

  /** All that are bound, or null where the kernel cannot be asked. */
  public static @Nullable List<Bound> list() {
    try (NetlinkSocket socket = NetlinkSocket.open(new FfmLinuxCalls(), NETLINK_SOCK_DIAG)) {
      NetlinkRequest request =
          new NetlinkRequest(SOCK_DIAG_BY_FAMILY, Netlink.NLM_F_DUMP)
              .u8(IfXdp.AF_XDP)
              .u8(0)
              .u16(0)
              .u32(0)
              .u32(XDP_SHOW_INFO)
              .u32(0)
              .u32(0);
      List<NetlinkMessage> answer = new ArrayList<>();
      return socket.request(request, answer) < 0 ? null : boundIn(answer);
    } catch (XskException e) {
      return null; // no such socket here
    }
  }

  private static List<Bound> boundIn(List<NetlinkMessage> messages) {
    List<Bound> bound = new ArrayList<>();
    for (NetlinkMessage message : messages) {
      byte[] info = message.attributes(MESSAGE_BYTES).bytes(XDP_DIAG_INFO);
      if (info != null && info.length >= 8) {
        ByteBuffer values = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
        bound.add(new Bound(values.getInt(0), values.getInt(4), message.body().getInt(4)));
      }
    }
    return bound;
  }
}
