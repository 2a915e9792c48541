package reactor.xsk.internal.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which network namespace a thread is in. An index means one interface in its network namespace, so
 * it is an identity only together with that.
 */
public final class NetworkNamespace {

  /** Where no kernel and no /proc says which; it cannot be distinguished from others then. */
  public static final String UNKNOWN = "";

  /** asm-generic/socket.h, Linux 5.14: a number that no other namespace ever has. */
  private static final int SO_NETNS_COOKIE = 71;

  private static final Path FILE = Path.of("/proc/thread-self/ns/net");

  private NetworkNamespace() {}

  /**
   * That of the calling thread, and of the sockets that it opens.
   *
   * @return a text that others do not have; before Linux 5.14 others that are open at the same time
   */
  public static String ofThread(LinuxCalls calls) {
    Descriptor socket = new Descriptor(calls);
    try (Arena scratch = Arena.ofConfined()) {
      if (socket.take(NetDevice.openSocket(calls)) < 0) {
        return UNKNOWN; // and not the inode, which would differ from every cookie
      }
      MemorySegment value = scratch.allocate(ValueLayout.JAVA_LONG);
      int result = calls.getsockopt(socket.fd(), IfXdp.SOL_SOCKET, SO_NETNS_COOKIE, value);
      return result < 0
          ? inode()
          : "cookie " + Long.toUnsignedString(value.get(ValueLayout.JAVA_LONG, 0));
    } finally {
      socket.close();
    }
  }

  private static String inode() {
    try {
      return Files.readSymbolicLink(FILE).toString();
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** Whether two are not the same, as far as that is known. */
  public static boolean areDifferent(String one, String other) {
    boolean comparable = !one.equals(UNKNOWN) && !other.equals(UNKNOWN);
    return comparable && !one.equals(other);
  }
}
