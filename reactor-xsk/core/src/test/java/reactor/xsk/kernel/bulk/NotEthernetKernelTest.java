package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;

/** A tun device, which only root can make here: the kernel would bind to it. */
@BulkKernel
class NotEthernetKernelTest {

  @BeforeEach
  void makeTun() {
    Shell.run("ip tuntap add dev xsktun0 mode tun");
    Shell.run("ip link set dev xsktun0 up");
  }

  @AfterEach
  void removeTun() {
    Shell.run("ip link del xsktun0");
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "COPY", "BULK"})
  void shouldRefuseADeviceThatIsNotEthernet(XskMode mode) {
    XskConfig config = XskConfig.builder("xsktun0").mode(mode).build();

    assertThatThrownBy(() -> XskSender.create(config).close())
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("open interface failed: the interface is not an Ethernet device:")
        .hasMessageContaining("interface=xsktun0")
        .hasMessageContaining("hardwareType=65534");
  }
}
