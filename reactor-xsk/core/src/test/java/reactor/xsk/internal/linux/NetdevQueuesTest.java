package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import reactor.xsk.internal.linux.NetdevQueues.Queue;

/** What the kernel says of queues, over messages that the test has written. */
class NetdevQueuesTest {

  private static final int FAMILY = 20;
  private static final int EOPNOTSUPP = 95;
  private static final int ENOENT = 2;

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @Test
  void shouldReadDirectionNumberAndWhetherASocketIsBound() {
    calls.netlink.others =
        request -> request.getShort(4) == FAMILY ? dump(request) : family(request.getInt(8));

    assertThat(NetdevQueues.of(calls, 7))
        .containsExactly(
            new Queue(0, false, false), new Queue(0, true, true), new Queue(1, true, false));
    assertThat(calls.open).as("left open").isEmpty();
  }

  @Test
  void shouldSayThatItIsNotKnownWhereTheKernelHasNoSuchFamilyOrCommand() {
    calls.netlink.others = request -> FakeNetlink.error(-ENOENT, request.getInt(8));
    assertThat(NetdevQueues.of(calls, 7)).isNull();

    calls.netlink.others =
        request ->
            request.getShort(4) == FAMILY
                ? FakeNetlink.error(-EOPNOTSUPP, request.getInt(8))
                : family(request.getInt(8));
    assertThat(NetdevQueues.of(calls, 7)).isNull();
  }

  @Test
  void shouldSayThatItIsNotKnownWhereNoNetlinkSocketMayBeOpened() {
    calls.refuse("socket(AF_NETLINK)", Errno.EPERM);

    assertThat(NetdevQueues.of(calls, 7)).isNull();
  }

  /** CTRL_CMD_NEWFAMILY with CTRL_ATTR_FAMILY_ID. */
  private static ByteBuffer family(int sequence) {
    ByteBuffer message = message(16, sequence);
    message.putShort((short) 6).putShort((short) 1).putShort((short) FAMILY).putShort((short) 0);
    return finished(message);
  }

  /** Three queues, without NLM_F_MULTI, as Linux 6.18 sends them; and NLMSG_DONE. */
  private static ByteBuffer dump(ByteBuffer request) {
    assertThat(request.get(16)).as("QUEUE_GET").isEqualTo((byte) 10);
    assertThat(request.getInt(24)).as("ifindex").isEqualTo(7);
    int sequence = request.getInt(8);
    ByteBuffer all = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
    all.put(queue(sequence, 0, 0, false)).put(queue(sequence, 0, 1, true));
    all.put(queue(sequence, 1, 1, false));
    ByteBuffer done = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    done.putInt(0, 20).putShort(4, (short) 3).putInt(8, sequence);
    return all.put(done).flip();
  }

  private static ByteBuffer queue(int sequence, int id, int type, boolean hasSocket) {
    ByteBuffer message = message(FAMILY, sequence);
    number(message, 1, id);
    number(message, 2, 7);
    number(message, 3, type);
    if (hasSocket) {
      message.putShort((short) 4).putShort((short) (0x8000 | 7)); // nested, and empty
    }
    return finished(message);
  }

  private static ByteBuffer message(int type, int sequence) {
    ByteBuffer message = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());
    message.putShort(4, (short) type).putInt(8, sequence);
    return message.position(16).putInt(0); // struct genlmsghdr
  }

  private static void number(ByteBuffer message, int type, int value) {
    message.putShort((short) 8).putShort((short) type).putInt(value);
  }

  private static ByteBuffer finished(ByteBuffer message) {
    return message.putInt(0, message.position()).flip();
  }
}
