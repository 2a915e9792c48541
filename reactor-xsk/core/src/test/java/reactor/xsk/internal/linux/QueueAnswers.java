package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;
import reactor.xsk.internal.linux.NetdevQueues.Queue;

/** What the kernel answers of the family "netdev", over messages that the test has written. */
final class QueueAnswers {

  static final int FAMILY = 20;

  private QueueAnswers() {}

  /** Transmit queues of these numbers, none of which has a socket. */
  static Function<ByteBuffer, ByteBuffer> of(int... ids) {
    Queue[] queues = new Queue[ids.length];
    for (int i = 0; i < ids.length; i++) {
      queues[i] = new Queue(ids[i], true, false);
    }
    return of(queues);
  }

  /** These queues; other questions are left to the fake. */
  static Function<ByteBuffer, ByteBuffer> of(Queue... queues) {
    return request ->
        switch (request.getShort(4)) {
          case FAMILY -> dump(request, queues);
          case 16 -> family(request.getInt(8));
          default -> null;
        };
  }

  /** CTRL_CMD_NEWFAMILY with CTRL_ATTR_FAMILY_ID. */
  static ByteBuffer family(int sequence) {
    ByteBuffer message = message(16, sequence);
    message.putShort((short) 6).putShort((short) 1).putShort((short) FAMILY).putShort((short) 0);
    return finished(message);
  }

  /** Without NLM_F_MULTI, as Linux 6.18 sends them; and NLMSG_DONE. */
  private static ByteBuffer dump(ByteBuffer request, Queue... queues) {
    assertThat(request.get(16)).as("QUEUE_GET").isEqualTo((byte) 10);
    assertThat(request.getInt(24)).as("ifindex").isEqualTo(7);
    int sequence = request.getInt(8);
    ByteBuffer all = ByteBuffer.allocate(1_024).order(ByteOrder.nativeOrder());
    for (Queue queue : queues) {
      all.put(message(sequence, queue));
    }
    ByteBuffer done = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    done.putInt(0, 20).putShort(4, (short) 3).putInt(8, sequence);
    return all.put(done).flip();
  }

  private static ByteBuffer message(int sequence, Queue queue) {
    ByteBuffer message = message(FAMILY, sequence);
    number(message, 1, queue.id());
    number(message, 2, 7);
    number(message, 3, queue.transmits() ? 1 : 0);
    if (queue.hasSocket()) {
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
