package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.SocketPlan.Binding;

class LinuxSocketTest {

  private final FakeLinuxCalls calls = new FakeLinuxCalls();
  private final XskSocket socket =
      new LinuxKernel(calls).open(SocketPlans.of("eth9", 3, Binding.COPY, 8, 2_048, 8, 8, 8));

  @Test
  void shouldTakePacketsAsLongAsTheMtuAndAnEthernetHeader() {
    assertThat(socket.maxPacketBytes()).isEqualTo(1_514);
  }

  @Test
  void shouldKnowNoOptionForMore() {
    assertThat(socket.moreOption()).isZero();
  }

  @Test
  void shouldKickTheXdpSocketAndNotTheOneForQuestions() {
    calls.names.clear();

    assertThat(socket.kick()).isZero();

    assertThat(calls.names).containsExactly("kick(fd 4)");
  }

  @Test
  void shouldHandOnTheErrnoOfAKick() {
    calls.refuse("kick(fd 4)", Errno.EBUSY);

    assertThat(socket.kick()).isEqualTo(-Errno.EBUSY);
  }

  @Test
  void shouldReadTheTransmitSideOfTheStatistics() {
    assertThat(socket.statistics()).isEqualTo(new XdpStatistics(102, 105));
  }

  @Test
  void shouldSayThatStatisticsFailed() {
    calls.refuse("getsockopt(XDP_STATISTICS)", Errno.EOPNOTSUPP);

    assertThatThrownBy(socket::statistics)
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("getsockopt(XDP_STATISTICS) failed: EOPNOTSUPP (95)");
  }

  @Test
  void shouldDescribeInterfaceIndexAndQueue() {
    assertThat(socket.describe()).isEqualTo("interface=eth9, ifindex=7, queue=3");
  }

  // flags: IFF_UP 0x1, IFF_RUNNING 0x40
  @ParameterizedTest
  @CsvSource({
    "0x41, 1, UP",
    "0x41, 0, DOWN",
    "0x01, 1, UP", // the running flag lags behind
    "0x40, 1, DOWN",
    "0x00, 0, DOWN"
  })
  void shouldBeUpWithFlagUpAndCarrier(int flags, int carrier, LinkState state) {
    calls.interfaceFlags = flags;
    calls.carrier = carrier;

    assertThat(socket.link()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"0x41, UP", "0x01, DOWN"})
  void shouldBelieveTheRunningFlagWhenTheDriverHasNoAnswer(int flags, LinkState state) {
    calls.interfaceFlags = flags;
    calls.refuse("ioctl(SIOCETHTOOL)", Errno.EOPNOTSUPP);

    assertThat(socket.link()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"ioctl(SIOCGIFNAME)"})
  void shouldBeGoneWhenTheKernelKnowsNoSuchInterface(String name) {
    calls.refuse(name, Errno.ENODEV);

    assertThat(socket.link()).isEqualTo(LinkState.GONE);
  }

  /** In the middle of a rename the kernel knows the new name of the index, and not yet the name. */
  @Test
  void shouldNotBeGoneWhileItIsRenamed() {
    calls.refuse("ioctl(SIOCGIFFLAGS)", Errno.ENODEV);

    assertThat(socket.link()).isEqualTo(LinkState.UP);
    assertThat(socket.seemsUp()).isTrue();
  }

  @Test
  void shouldFollowTheInterfaceWhenItIsRenamed() {
    calls.interfaceName = "uplink0";

    assertThat(socket.link()).isEqualTo(LinkState.UP);
  }

  @Test
  void shouldBeGoneWhenAnotherInterfaceHasTakenTheName() {
    calls.interfaceIndex = 8;

    assertThat(socket.link()).isEqualTo(LinkState.GONE);
  }
}
