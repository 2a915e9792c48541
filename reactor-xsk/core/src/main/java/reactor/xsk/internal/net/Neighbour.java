package reactor.xsk.internal.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.NetlinkAttributes;
import reactor.xsk.internal.linux.NetlinkMessage;

/**
 * An entry of the kernel's neighbour table, as RTM_NEWNEIGH and RTM_DELNEIGH have it.
 *
 * <pre>{@code
 * struct ndmsg {
 *     __u8  ndm_family;   //  0
 *     __u8  ndm_pad1;     //  1
 *     __u16 ndm_pad2;     //  2
 *     __s32 ndm_ifindex;  //  4
 *     __u16 ndm_state;    //  8
 *     __u8  ndm_flags;    // 10
 *     __u8  ndm_type;     // 11
 * };                      // 12
 * }</pre>
 *
 * @param interfaceIndex the interface
 * @param address its address, null if the message has none
 * @param state NUD_REACHABLE, …
 * @param mac 6 bytes, or null where there is none
 * @param isManaged whether the kernel keeps it resolved by itself
 * @param confirmedMs how long ago it was last confirmed; 0 if the message does not say
 */
record Neighbour(
    int interfaceIndex,
    @Nullable InetAddress address,
    int state,
    byte @Nullable [] mac,
    boolean isManaged,
    long confirmedMs) {

  private static final int HEADER_BYTES = 12;
  private static final int INTERFACE_INDEX = 4;
  private static final int STATE = 8;
  private static final int MAC_BYTES = 6;
  private static final int HAS_MAC =
      Rtnetlink.NUD_REACHABLE
          | Rtnetlink.NUD_STALE
          | Rtnetlink.NUD_DELAY
          | Rtnetlink.NUD_PROBE
          | Rtnetlink.NUD_NOARP
          | Rtnetlink.NUD_PERMANENT;

  /** struct nda_cacheinfo counts in USER_HZ, which is 100 on every architecture that has a JDK. */
  private static final int MS_PER_TICK = 10;

  /** Reads an entry; null if the message is not of one. */
  static @Nullable Neighbour of(NetlinkMessage message) {
    boolean isEntry =
        message.type() == Rtnetlink.RTM_NEWNEIGH || message.type() == Rtnetlink.RTM_DELNEIGH;
    if (!isEntry || message.body().limit() < HEADER_BYTES) {
      return null;
    }
    NetlinkAttributes attributes = message.attributes(HEADER_BYTES);
    byte[] mac = attributes.bytes(Rtnetlink.NDA_LLADDR);
    int flags = attributes.u32(Rtnetlink.NDA_FLAGS_EXT, 0);
    return new Neighbour(
        message.body().getInt(INTERFACE_INDEX),
        RouteAnswer.address(attributes.bytes(Rtnetlink.NDA_DST)),
        message.type() == Rtnetlink.RTM_DELNEIGH
            ? Rtnetlink.NUD_NONE
            : Short.toUnsignedInt(message.body().getShort(STATE)),
        mac == null || mac.length != MAC_BYTES ? null : mac,
        (flags & Rtnetlink.NTF_EXT_MANAGED) != 0,
        confirmedMs(attributes.bytes(Rtnetlink.NDA_CACHEINFO)));
  }

  private static long confirmedMs(byte @Nullable [] cacheInfo) {
    return cacheInfo == null || cacheInfo.length < Integer.BYTES
        ? 0
        : MS_PER_TICK
            * Integer.toUnsignedLong(
                ByteBuffer.wrap(cacheInfo).order(ByteOrder.nativeOrder()).getInt(0));
  }

  /** The MAC address to send to, or null while there is none. */
  byte @Nullable [] usableMac() {
    return (state & HAS_MAC) != 0 ? mac : null;
  }

  boolean hasFailed() {
    return state == Rtnetlink.NUD_FAILED;
  }

  /** Set by an administrator, or not resolved at all: nothing of ours may touch it. */
  boolean isStatic() {
    return (state & (Rtnetlink.NUD_PERMANENT | Rtnetlink.NUD_NOARP)) != 0;
  }

  /** Whether the kernel is asking it at this moment. */
  boolean isBeingAsked() {
    return (state & (Rtnetlink.NUD_DELAY | Rtnetlink.NUD_PROBE)) != 0;
  }
}
