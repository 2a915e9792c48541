package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * The address of a packet socket, linux/if_packet.h.
 *
 * <pre>{@code
 * struct sockaddr_ll {
 *     unsigned short sll_family;    //  0
 *     __be16         sll_protocol;  //  2, 0: receives nothing
 *     int            sll_ifindex;   //  4, -1 once the interface was removed
 *     unsigned short sll_hatype;    //  8
 *     unsigned char  sll_pkttype;   // 10
 *     unsigned char  sll_halen;     // 11
 *     unsigned char  sll_addr[8];   // 12
 * };                                // 20
 * }</pre>
 */
final class SockaddrLl {

  static final int AF_PACKET = 17;
  static final long SIZE_BYTES = 20;

  private SockaddrLl() {}

  static void set(MemorySegment address, int interfaceIndex) {
    address.fill((byte) 0);
    address.set(JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(JAVA_INT, 4, interfaceIndex);
  }

  static int interfaceIndex(MemorySegment address) {
    return address.get(JAVA_INT, 4);
  }
}
