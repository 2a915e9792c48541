package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reactor.xsk.internal.linux.NetdevQueues.Queue;

/** What the kernel says of queues, over messages that the test has written. */
class NetdevQueuesTest {

  private static final int EOPNOTSUPP = 95;
  private static final int ENOENT = 2;

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @Test
  void shouldReadDirectionNumberAndWhetherASocketIsBound() {
    Queue[] queues = {
      new Queue(0, false, false), new Queue(0, true, true), new Queue(1, true, false)
    };
    calls.netlink.others = QueueAnswers.of(queues);

    assertThat(NetdevQueues.of(calls, 7)).containsExactly(queues);
    assertThat(calls.open).as("left open").isEmpty();
  }

  @Test
  void shouldSayThatItIsNotKnownWhereTheKernelHasNoSuchFamilyOrCommand() {
    calls.netlink.others = request -> FakeNetlink.error(-ENOENT, request.getInt(8));
    assertThat(NetdevQueues.of(calls, 7)).isNull();

    calls.netlink.others =
        request ->
            request.getShort(4) == QueueAnswers.FAMILY
                ? FakeNetlink.error(-EOPNOTSUPP, request.getInt(8))
                : QueueAnswers.family(request.getInt(8));
    assertThat(NetdevQueues.of(calls, 7)).isNull();
  }

  @Test
  void shouldSayThatItIsNotKnownWhereNoNetlinkSocketMayBeOpened() {
    calls.refuse("socket(AF_NETLINK)", Errno.EPERM);

    assertThat(NetdevQueues.of(calls, 7)).isNull();
  }
}
