package reactor.xsk.internal.net;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.FakeNetlink;
import reactor.xsk.internal.linux.NetlinkStub;

/**
 * Tables with one route, by an interface that a test describes, to next hops that all have one MAC
 * address. All numbers are literals of the kernel's headers.
 */
final class FakeTables {

  static final int INTERFACE_INDEX = 7;
  static final int VLAN_INDEX = 8;
  static final int VLAN_MTU = 1_380;

  final NetlinkStub stub = new NetlinkStub();

  /** The MTU of the route. */
  volatile int routeMtu = 1_400;

  /** What {@link #routeMtu} becomes once a question for a route is answered; 0 for no change. */
  volatile int routeMtuAfterNextAnswer;

  /** Whether the next hop is in the neighbour table. */
  volatile boolean isNeighbourKnown = true;

  /** The ID of a VLAN over the interface that the route leaves by; 0 if it leaves by itself. */
  volatile int vlanId;

  /** What a question for a route is answered with instead: an errno, or 0. */
  volatile int routeErrno;

  /** A part of the answer that is left off, in bytes. */
  volatile int cut;

  private final int hardwareType;
  private final @Nullable String kind;

  /** The interface {@code eth0} of a kind, null for a physical one. */
  FakeTables(int hardwareType, @Nullable String kind) {
    this.hardwareType = hardwareType;
    this.kind = kind;
    stub.netlink.others = this::answer;
  }

  private @Nullable ByteBuffer answer(ByteBuffer request) {
    int sequence = request.getInt(8);
    return switch (request.getShort(4)) {
      case 1 -> FakeNetlink.error(0, sequence);
      case 18 -> request.getInt(20) == VLAN_INDEX ? vlan(sequence) : link(sequence);
      case 26 -> routeErrno == 0 ? route(request) : FakeNetlink.error(-routeErrno, sequence);
      case 28 -> FakeNetlink.error(0, sequence);
      case 30 -> isNeighbourKnown ? neighbour(sequence) : FakeNetlink.error(-2, sequence);
      default -> throw new AssertionError("type " + request.getShort(4));
    };
  }

  private ByteBuffer link(int sequence) {
    ByteBuffer message = begin(16, sequence);
    message.putShort((short) 0).putShort((short) hardwareType);
    message.putInt(INTERFACE_INDEX).putInt(0x1 | 0x40).putInt(0);
    attribute(message, 1, new byte[] {2, 0, 0, 0, 0, 1});
    attribute(message, 3, "eth0\0".getBytes(StandardCharsets.US_ASCII));
    attribute(message, 4, number(1_500));
    if (kind != null) {
      byte[] text = (kind + "\0").getBytes(StandardCharsets.US_ASCII);
      ByteBuffer info = nested();
      attribute(info, 1, text);
      attribute(message, 18, info.flip());
    }
    return end(message);
  }

  /** With socket priority 0 as 5. */
  private ByteBuffer vlan(int sequence) {
    ByteBuffer message = begin(16, sequence);
    message.putShort((short) 0).putShort((short) 1);
    message.putInt(VLAN_INDEX).putInt(0x1 | 0x40).putInt(0);
    attribute(message, 1, new byte[] {2, 0, 0, 0, 0, 8});
    attribute(message, 3, "eth0.9\0".getBytes(StandardCharsets.US_ASCII));
    attribute(message, 4, number(VLAN_MTU));
    attribute(message, 5, number(INTERFACE_INDEX));
    ByteBuffer mapping = nested();
    attribute(mapping, 1, nested().putInt(0).putInt(5).flip());
    ByteBuffer data = nested();
    attribute(data, 1, nested().putShort((short) vlanId).flip());
    attribute(data, 3, mapping.flip());
    attribute(data, 5, new byte[] {(byte) 0x81, 0});
    ByteBuffer info = nested();
    attribute(info, 1, "vlan\0".getBytes(StandardCharsets.US_ASCII));
    attribute(info, 2, data.flip());
    attribute(message, 18, info.flip());
    return end(message);
  }

  private static ByteBuffer nested() {
    return ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());
  }

  private static void attribute(ByteBuffer message, int type, ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    attribute(message, type, bytes);
  }

  private ByteBuffer route(ByteBuffer request) {
    ByteBuffer message = begin(24, request.getInt(8));
    message.put((byte) 2).put((byte) 32).put(new byte[5]).put((byte) 1).putInt(0);
    boolean isByItself = vlanId == 0 || isBoundToTheInterface(request);
    attribute(message, 4, number(isByItself ? INTERFACE_INDEX : VLAN_INDEX));
    attribute(message, 5, address("10.0.0.254"));
    attribute(message, 7, address("10.0.0.1"));
    ByteBuffer metrics = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    attribute(metrics, 2, number(routeMtu));
    attribute(message, 8, metrics.array());
    routeMtu = routeMtuAfterNextAnswer == 0 ? routeMtu : routeMtuAfterNextAnswer;
    routeMtuAfterNextAnswer = 0;
    ByteBuffer whole = end(message);
    return cut == 0 ? whole : end(whole.position(16 + 4)); // a header, and no rtmsg
  }

  private static boolean isBoundToTheInterface(ByteBuffer request) {
    for (int at = 28; at < request.limit(); at += (request.getShort(at) + 3) & ~3) {
      if (request.getShort(at + 2) == 4) { // RTA_OIF
        return request.getInt(at + 4) == INTERFACE_INDEX;
      }
    }
    return false;
  }

  /** Of the next hop; as an event with sequence 0. */
  static ByteBuffer neighbour(int sequence) {
    ByteBuffer message = begin(28, sequence);
    message.put((byte) 2).put(new byte[3]).putInt(INTERFACE_INDEX);
    message.putShort((short) 0x80).putShort((short) 0); // NUD_PERMANENT
    attribute(message, 1, address("10.0.0.254"));
    attribute(message, 2, new byte[] {2, 0, 0, 0, 0, 9});
    return end(message);
  }

  private static ByteBuffer begin(int type, int sequence) {
    ByteBuffer message = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
    return message.putShort(4, (short) type).putInt(8, sequence).position(16);
  }

  private static ByteBuffer end(ByteBuffer message) {
    return message.putInt(0, message.position()).flip();
  }

  private static void attribute(ByteBuffer message, int type, byte[] value) {
    message.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    message.put(new byte[-value.length & 3]);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An event: a route has changed. */
  static ByteBuffer event() {
    ByteBuffer message = begin(24, 0);
    message.put((byte) 2).put(new byte[11]);
    return end(message);
  }
}
