package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.NetdevQueues.Queue;
import reactor.xsk.internal.linux.SocketPlan.Binding;

/** What bind(2) answers to a sender, each in words of its own (net/xdp/xsk.c, xsk_bind). */
class BoundQueueTest {

  private static final int EINVAL = 22;

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @ParameterizedTest(name = "{1} in {0}: {2}")
  @CsvSource({
    "COPY, 16, another AF_XDP socket holds this queue",
    "COPY, 19, the interface is gone",
    "COPY, 12, no memory for the socket",
    "COPY, 1, a security module",
    "ZERO_COPY, 16, another AF_XDP socket holds this queue",
    "ZERO_COPY, 95, the driver has no zero-copy",
    "ZERO_COPY, 12, the driver could not map the memory",
    "ZERO_COPY, 100, bring the interface up"
  })
  void shouldSayWhatAnErrnoOfOneReasonMeans(Binding binding, int errno, String words) {
    XskException failure = refuse(binding, errno, 3, 2_048);

    assertThat(failure.errno()).isEqualTo(errno);
    assertThat(failure.hint()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"AUTO", "COPY", "ZERO_COPY"})
  void shouldNameTheLastQueueWhereTheQueueDoesNotExist(Binding binding) {
    calls.netlink.others = QueueAnswers.of(0, 1);

    XskException failure = refuse(binding, EINVAL, 3, 2_048);

    assertThat(failure.hint())
        .isEqualTo(
            "the queue does not exist: the last of eth9 is 1 (`ethtool -l` lists the channels)");
    assertThat(failure).hasMessageContaining("queue=3").hasMessageContaining("EINVAL (22)");
  }

  @Test
  void shouldSayThatTheMtuDoesNotFitAFrameOfZeroCopy() {
    calls.netlink.others = QueueAnswers.of(0, 1, 2, 3);
    calls.mtuBytes = 1_767; // 2,048 - 256 = 1,792, of which 26 are above the MTU

    assertThat(refuse(Binding.ZERO_COPY, EINVAL, 3, 2_048).hint())
        .startsWith("with an MTU of 1767 a packet needs 1793 bytes, and a frame of 2048 has 1792");
  }

  @ParameterizedTest
  @CsvSource({
    "COPY, 9000, packets in chains need Linux 6.6: use",
    "COPY, 4078, the queue does not"
  })
  void shouldNameTheKernelWhereItMayBeTooOldForChains(Binding binding, int mtu, String words) {
    calls.netlink.others = QueueAnswers.of(0, 1, 2, 3);
    calls.mtuBytes = mtu;

    assertThat(refuse(binding, EINVAL, 3, 8_192).hint()).startsWith(words);
  }

  @Test
  void shouldNameTheOtherReasonsOfADriverWhereQueueAndMtuAreRight() {
    calls.netlink.others = QueueAnswers.of(0, 1, 2, 3);
    calls.mtuBytes = 1_766;

    assertThat(refuse(Binding.ZERO_COPY, EINVAL, 3, 2_048).hint())
        .contains("the device cannot map its memory")
        .contains("iommu_platform=on");
  }

  @Test
  void shouldSayWhatIsLikelyWhereTheKernelDoesNotListQueues() {
    calls.refuse("socket(AF_NETLINK)", Errno.EPERM);

    assertThat(refuse(Binding.COPY, EINVAL, 3, 2_048).hint()).contains("the queue does not exist");
  }

  @Test
  void shouldRefuseAQueueThatOnlyReceivesBecauseTheKernelWouldTakeNoPacketOfIt() {
    calls.netlink.others =
        QueueAnswers.of(
            new Queue(0, false, true), new Queue(3, false, true), new Queue(0, true, true));

    XskException failure =
        catchThrowableOfType(
            XskException.class, () -> new LinuxKernel(calls).open(plan(Binding.COPY, 3, 2_048)));

    assertThat(failure.reason()).isEqualTo("the queue only receives");
    assertThat(failure.hint()).contains("the last transmit queue of eth9 is 0");
    assertThat(calls.open).as("left open").isEmpty();
  }

  private XskException refuse(Binding binding, int errno, int queue, int frameSize) {
    calls.refuse("bind", errno);
    XskException failure =
        catchThrowableOfType(
            XskException.class, () -> new LinuxKernel(calls).open(plan(binding, queue, frameSize)));
    assertThat(failure.operation()).isEqualTo("bind(AF_XDP)");
    assertThat(calls.open).as("left open").isEmpty();
    return failure;
  }

  private static SocketPlan plan(Binding binding, int queue, int frameSize) {
    return SocketPlans.of("eth9", queue, binding, 100, frameSize, 64, 64, 64);
  }
}
