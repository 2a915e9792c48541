package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.SocketPlan.Binding;

/** How interfaces are asked where sockets are forbidden, which are refused, and in which words. */
class InterfaceChecksTest {

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @Test
  void shouldAskInterfacesThroughAnotherSocketWhereAfInetIsForbidden() {
    calls.refuse("socket(AF_INET)", Errno.EAFNOSUPPORT);

    open(Binding.COPY).close();

    assertThat(calls.names).startsWith("socket(AF_INET)", "socket(AF_UNIX)");
    assertThat(calls.open).isEmpty();
  }

  @Test
  void shouldSayWhatInterfacesAreAskedThroughWhereThatIsForbiddenToo() {
    calls.refuse("socket(AF_INET)", Errno.EAFNOSUPPORT).refuse("socket(AF_UNIX)", Errno.EPERM);

    assertThatExceptionOfType(XskException.class)
        .isThrownBy(() -> open(Binding.COPY))
        .withMessageStartingWith("socket(AF_UNIX) failed: EPERM (1): interface=eth9 — ")
        .withMessageContaining("RestrictAddressFamilies");
  }

  @Test
  void shouldAskOnceMoreWhereTheInterfaceWasRenamedBetweenItsNameAndTheAnswer() {
    calls.beforeIoctl =
        request -> {
          if (request.equals("SIOCGIFMTU") && calls.interfaceName.equals("eth9")) {
            calls.mtuBytes = 9_000; // of another interface, which has its name by now
          } else if (calls.mtuBytes == 9_000) {
            calls.interfaceName = "eth8";
            calls.mtuBytes = 1_500;
          }
        };

    try (XskSocket socket = open(Binding.COPY)) {
      assertThat(socket.maxPacketBytes()).isEqualTo(1_514);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 772})
  void shouldOpenInterfacesWhosePacketsHaveEthernetHeaders(int hardwareType) {
    calls.hardwareType = hardwareType;

    open(Binding.COPY).close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 512, 768, 778, 65_534})
  void shouldRefuseInterfacesWhosePacketsHaveNone(int hardwareType) {
    calls.hardwareType = hardwareType;

    assertThatExceptionOfType(XskException.class)
        .isThrownBy(() -> open(Binding.COPY))
        .withMessageStartingWith("open interface failed: the interface is not an Ethernet device: ")
        .withMessageContaining("interface=eth9, ifindex=7, hardwareType=" + hardwareType);
    assertThat(calls.open).as("left open").isEmpty();
  }

  @Test
  void shouldNameTheCausesOfZeroCopyOnlyWhereZeroCopyIsDemanded() {
    calls.refuse("bind", Errno.EINVAL);

    assertThatExceptionOfType(XskException.class)
        .isThrownBy(() -> open(Binding.ZERO_COPY))
        .withMessageContaining("MTU")
        .withMessageContaining("iommu_platform=on");
    assertThatExceptionOfType(XskException.class)
        .isThrownBy(() -> open(Binding.COPY))
        .withMessageContaining("the queue does not exist")
        .withMessageNotContaining("MTU");
  }

  private XskSocket open(Binding binding) {
    return new LinuxKernel(calls).open(SocketPlans.of("eth9", 3, binding, 100, 2_048, 64, 48, 48));
  }
}
