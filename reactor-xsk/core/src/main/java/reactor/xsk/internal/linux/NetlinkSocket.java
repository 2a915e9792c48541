package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/**
 * A netlink socket (netlink(7)), for questions or for events, but not for both: answers would queue
 * behind a burst. It stays in the network namespace of the thread that opened it. One thread at a
 * time.
 *
 * <p>No call waits for the kernel: it has put an answer into the socket before send(2) returns, and
 * the next part of a dump before recv(2) does. Only {@link #await} waits, as long as it is allowed.
 */
public final class NetlinkSocket implements AutoCloseable {

  /** The kernel never sends more in one datagram. */
  private static final int BUFFER_BYTES = 32 * 1_024;

  /** Of one request. A table that changes faster than it is dumped changes for a while. */
  private static final int MOST_ATTEMPTS = 5;

  private final LinuxCalls calls;
  private final Descriptor descriptor;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(NetlinkRequest.CAPACITY_BYTES);
  private final ByteBuffer nudge = ByteBuffer.allocateDirect(NetlinkRequest.CAPACITY_BYTES);
  private final Object nudgeLock = new Object();
  private boolean closed;
  private boolean bound;
  private int sequence;
  private @Nullable String explanation;

  private NetlinkSocket(LinuxCalls calls) {
    this.calls = calls;
    this.descriptor = new Descriptor(calls);
  }

  /**
   * Opens a socket.
   *
   * @param protocol {@link Netlink#NETLINK_ROUTE} or {@link Netlink#NETLINK_GENERIC}
   * @throws XskException if it cannot be opened; nothing is left open then
   */
  public static NetlinkSocket open(LinuxCalls calls, int protocol) {
    NetlinkSocket socket = new NetlinkSocket(calls);
    try {
      socket.open(protocol);
      return socket;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  private void open(int protocol) {
    int type = IfXdp.SOCK_RAW | IfXdp.SOCK_CLOEXEC;
    Operation.NETLINK_SOCKET.check(
        descriptor.take(calls.socket(Netlink.AF_NETLINK, type, protocol)), "protocol=" + protocol);
    enable(Netlink.NETLINK_EXT_ACK);
    enable(Netlink.NETLINK_CAP_ACK);
    enable(Netlink.NETLINK_GET_STRICT_CHK);
  }

  /** Options that make answers better; kernels that do not know one answer as they always did. */
  private void enable(int option) {
    setOption(option, 1);
  }

  private int setOption(int option, int value) {
    try (Arena scratch = Arena.ofConfined()) {
      return calls.setsockopt(
          descriptor.fd(), Netlink.SOL_NETLINK, option, scratch.allocateFrom(JAVA_INT, value));
    }
  }

  /**
   * Subscribes to a group of events. Do so before the first question about what they are of.
   *
   * @param group its number
   */
  public void join(int group) {
    if (!bound) {
      bind();
    }
    Operation.NETLINK_SOCKET.check(
        setOption(Netlink.NETLINK_ADD_MEMBERSHIP, group), "group=" + group);
  }

  /** Gives it a port: the kernel sends no event to a socket without one (do_one_broadcast). */
  private void bind() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment address = scratch.allocate(Netlink.SOCKADDR_BYTES, Integer.BYTES);
      address.set(JAVA_SHORT, 0, (short) Netlink.AF_NETLINK); // and port 0: the kernel's choice
      Operation.NETLINK_SOCKET.check(calls.bind(descriptor.fd(), address), "call=bind");
    }
    bound = true;
  }

  /**
   * Asks, and takes the whole answer; asks again where an answer was lost, cut, or interrupted by a
   * change of the table. So a request must be one that can be made twice.
   *
   * @param answer where the messages of the answer are added, without the one that ends it
   * @return 0 or the negated errno that the kernel answered; {@link #explanation} may say more. An
   *     errno for which {@link #isOfTheMoment} says nothing of what was asked
   */
  public int request(NetlinkRequest request, List<? super NetlinkMessage> answer) {
    List<NetlinkMessage> parts = new ArrayList<>();
    int result = requestOnce(request, parts);
    for (int i = 1; i < MOST_ATTEMPTS && isOfTheMoment(-result); i++) {
      parts.clear();
      result = requestOnce(request, parts);
    }
    answer.addAll(parts);
    return result;
  }

  /** Whether an errno is of an answer that did not come, and not the answer. */
  public static boolean isOfTheMoment(int errno) {
    return errno == Errno.ENOBUFS
        || errno == Errno.ENOMEM
        || errno == Errno.EAGAIN
        || errno == Errno.EINTR;
  }

  private int requestOnce(NetlinkRequest request, List<NetlinkMessage> answer) {
    explanation = null;
    boolean isInterrupted = false;
    ByteBuffer message = request.finish(++sequence);
    boolean ends = (message.getShort(6) & (Netlink.NLM_F_ACK | Netlink.NLM_F_DUMP)) != 0;
    int sent = calls.send(descriptor.fd(), nativeCopy(message, outgoing));
    if (sent < 0) {
      return sent;
    }
    while (true) {
      List<NetlinkMessage> part = new ArrayList<>();
      int received = receive(part);
      if (received < 0) {
        return received;
      }
      for (NetlinkMessage each : part) {
        if (each.sequence() != sequence) {
          continue; // of a request that was given up
        }
        isInterrupted |= (each.flags() & Netlink.NLM_F_DUMP_INTR) != 0;
        if (each.isEnd()) {
          explanation = each.explanation();
          return each.result() != 0 ? each.result() : whole(isInterrupted, ends, answer);
        }
        answer.add(each);
        if (!ends) {
          return 0;
        }
      }
    }
  }

  private static MemorySegment nativeCopy(ByteBuffer message, ByteBuffer memory) {
    return MemorySegment.ofBuffer(memory.clear().put(message).flip());
  }

  /** 0 for an answer that has ended well, unless it is not all that was asked for. */
  private static int whole(boolean isInterrupted, boolean ends, List<NetlinkMessage> answer) {
    return isInterrupted ? -Errno.EINTR : !ends && answer.isEmpty() ? -Errno.EAGAIN : 0;
  }

  /** What the kernel said about the last request that it refused, if anything. */
  public @Nullable String explanation() {
    return explanation;
  }

  /**
   * Takes one datagram, without waiting.
   *
   * @param messages where its messages are added
   * @return 0, or the negated errno: EAGAIN if there is none, ENOBUFS once if some were lost
   */
  public int receive(List<? super NetlinkMessage> messages) {
    int length = calls.receive(descriptor.fd(), MemorySegment.ofBuffer(buffer.clear()));
    if (length < 0) {
      return length;
    }
    if (length > BUFFER_BYTES) {
      return -Errno.ENOBUFS; // cut: as good as lost
    }
    messages.addAll(NetlinkMessage.in(buffer.limit(length)));
    return 0;
  }

  /**
   * Waits for a message.
   *
   * @param timeoutMs how long at most; negative: as long as it takes
   * @return whether there is something to receive, also an error
   */
  public boolean await(int timeoutMs) {
    return calls.poll(descriptor.fd(), timeoutMs) > 0;
  }

  /**
   * Makes {@link #await} return in another thread: the kernel acknowledges a message that asks for
   * nothing. Any thread; does nothing once the socket is closed.
   *
   * @param others not those that the socket was opened with: they are another thread's
   */
  public void nudge(LinuxCalls others) {
    synchronized (nudgeLock) {
      if (!closed) {
        ByteBuffer message = new NetlinkRequest(Netlink.NLMSG_NOOP, Netlink.NLM_F_ACK).finish(0);
        others.send(descriptor.fd(), nativeCopy(message, nudge));
      }
    }
  }

  @Override
  public void close() {
    synchronized (nudgeLock) {
      closed = true;
      descriptor.close();
    }
  }
}
