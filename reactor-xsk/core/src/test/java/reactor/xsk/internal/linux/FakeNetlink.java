package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's end of a netlink socket: answers RTM_GETLINK of the interfaces that it has, and
 * hands out events. All numbers are literals of the kernel's headers and not those of the library.
 */
public final class FakeNetlink {

  private static final int ENODEV = 19;
  private static final int ENOENT = 2;
  private static final int EAGAIN = 11;

  /** One interface; an Ethernet of 1,500 bytes that is up. */
  public static final class Interface {
    public String name;
    public int index;
    public int type = 1;
    public int flags = 0x1 | 0x40 | 0x10000;
    public int mtuBytes = 1_500;
    public int carrier = 1;
    public long[] statistics = new long[25];

    public Interface(String name, int index) {
      this.name = name;
      this.index = index;
    }

    ByteBuffer message(int messageType, int sequence) {
      ByteBuffer message = ByteBuffer.allocate(1_024).order(ByteOrder.nativeOrder());
      message.putShort(4, (short) messageType).putInt(8, sequence);
      message.position(16).putShort((short) 0).putShort((short) type);
      message.putInt(index).putInt(flags).putInt(0);
      string(message, 3, name);
      number(message, 4, mtuBytes);
      message.putShort((short) 5).putShort((short) 33).put((byte) carrier).put(new byte[3]);
      message.putShort((short) (4 + 200)).putShort((short) 23);
      for (long statistic : statistics) {
        message.putLong(statistic);
      }
      return message.putInt(0, message.position()).flip();
    }

    private static void string(ByteBuffer message, int type, String value) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      message.putShort((short) (5 + bytes.length)).putShort((short) type).put(bytes);
      message.put(new byte[4 - bytes.length % 4]);
    }

    private static void number(ByteBuffer message, int type, int value) {
      message.putShort((short) 8).putShort((short) type).putInt(value);
    }
  }

  private final Map<String, Interface> interfaces = new HashMap<>();
  private final Map<Integer, Deque<ByteBuffer>> queues = new HashMap<>();

  /** Answers another request; null: it is none that this fake knows. */
  public Function<ByteBuffer, @Nullable ByteBuffer> others = request -> null;

  /** An interface more. */
  public Interface add(Interface added) {
    interfaces.put(added.name, added);
    return added;
  }

  /** Removes an interface, whose name or number another may then have. */
  public void remove(Interface removed) {
    interfaces.values().remove(removed);
  }

  /** Puts a datagram into a socket. */
  public void post(int fd, ByteBuffer datagram) {
    queues.computeIfAbsent(fd, it -> new ArrayDeque<>()).add(datagram);
  }

  /** send(2). */
  public int send(int fd, MemorySegment data) {
    ByteBuffer request = data.asByteBuffer().order(ByteOrder.nativeOrder());
    if (request.getInt(0) != request.limit() || (request.getShort(6) & 1) == 0) {
      throw new AssertionError("no request: " + request);
    }
    ByteBuffer other = others.apply(request);
    post(fd, other == null ? answer(request) : other);
    return request.limit();
  }

  private ByteBuffer answer(ByteBuffer request) {
    if (request.getShort(4) == 16) {
      return error(-ENOENT, request.getInt(8)); // no such generic family
    }
    if (request.getShort(4) != 18) {
      throw new AssertionError("message type " + request.getShort(4));
    }
    int index = request.getInt(20);
    String name = request.limit() > 32 ? nameIn(request) : "";
    for (Interface each : interfaces.values()) {
      if (index > 0 ? each.index == index : each.name.equals(name)) {
        return each.message(16, request.getInt(8));
      }
    }
    return error(-ENODEV, request.getInt(8));
  }

  private static String nameIn(ByteBuffer request) {
    if (request.getShort(34) != 3) {
      throw new AssertionError("attribute " + request.getShort(34));
    }
    byte[] bytes = new byte[request.getShort(32) - 5];
    request.get(36, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** NLMSG_ERROR. */
  public static ByteBuffer error(int result, int sequence) {
    ByteBuffer message = ByteBuffer.allocate(36).order(ByteOrder.nativeOrder());
    return message.putInt(0, 36).putShort(4, (short) 2).putInt(8, sequence).putInt(16, result);
  }

  /** Whether there is something to receive. */
  public boolean isReadable(int fd) {
    return !queues.getOrDefault(fd, new ArrayDeque<>()).isEmpty();
  }

  /** recv(2). */
  public int receive(int fd, MemorySegment into) {
    ByteBuffer datagram = queues.getOrDefault(fd, new ArrayDeque<>()).poll();
    if (datagram == null) {
      return -EAGAIN;
    }
    int copied = (int) Math.min(datagram.limit(), into.byteSize());
    MemorySegment.copy(MemorySegment.ofBuffer(datagram), 0, into, 0, copied);
    return datagram.limit();
  }
}
