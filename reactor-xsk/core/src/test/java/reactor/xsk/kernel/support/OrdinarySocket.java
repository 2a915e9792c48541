package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * A UDP socket with the kernel's own defaults, which those of the JDK are not: it lets packets be
 * fragmented.
 */
public final class OrdinarySocket implements AutoCloseable {

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_BROADCAST = 6;

  private final int fd;

  private OrdinarySocket(int fd) {
    this.fd = fd;
  }

  /** A socket of the destination's family, bound to a port. */
  public static OrdinarySocket bound(boolean ipv4, int port) {
    int fd = Libc.socket(ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);
    try (Arena arena = Arena.ofConfined()) {
      Libc.setsockopt(fd, SOL_SOCKET, SO_BROADCAST, arena.allocateFrom(JAVA_INT, 1));
      MemorySegment any = arena.allocate(ipv4 ? 16 : 28, 4);
      any.set(JAVA_SHORT_UNALIGNED, 0, (short) (ipv4 ? AF_INET : AF_INET6));
      any.set(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
      Libc.bind(fd, any);
    } catch (RuntimeException e) {
      Libc.close(fd);
      throw e;
    }
    return new OrdinarySocket(fd);
  }

  /** Sends; returns 0 or the errno. */
  public int send(byte[] payload, InetSocketAddress destination) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(Math.max(1, payload.length));
      data.copyFrom(MemorySegment.ofArray(payload));
      return Libc.sendto(fd, data.asSlice(0, payload.length), address(arena, destination));
    }
  }

  private static MemorySegment address(Arena arena, InetSocketAddress of) {
    boolean ipv4 = of.getAddress() instanceof Inet4Address;
    MemorySegment address = arena.allocate(ipv4 ? 16 : 28, 4);
    address.set(JAVA_SHORT_UNALIGNED, 0, (short) (ipv4 ? AF_INET : AF_INET6));
    address.set(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) of.getPort());
    byte[] bytes = of.getAddress().getAddress();
    address.asSlice(ipv4 ? 4 : 8, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    if (of.getAddress() instanceof Inet6Address ipv6) {
      address.set(JAVA_INT, 24, ipv6.getScopeId());
    }
    return address;
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
