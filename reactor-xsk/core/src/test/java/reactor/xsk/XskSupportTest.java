package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The part that needs no namespace; it asks the kernel and changes nothing. */
class XskSupportTest {

  @Test
  void shouldHaveACauseExactlyWhenItIsNotAvailable() {
    assertThat(XskSupport.isAvailable()).isEqualTo(XskSupport.unavailabilityCause() == null);
  }

  @Test
  void shouldThrowTheCauseWhenItIsRequiredAndNotAvailable() {
    XskException cause = XskSupport.unavailabilityCause();

    if (cause == null) {
      assertThatCode(XskSupport::requireAvailable).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(XskSupport::requireAvailable).hasMessage(cause.getMessage());
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "AF_XDP is Linux's")
  void shouldDescribeTheRunningKernel() throws IOException {
    assumeAvailable();

    assertThat(XskSupport.kernel().release())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
  }

  @Test
  void shouldFindTheTransmitBudgetOfKernelsThatHaveIt() {
    assumeAvailable();
    XskSupport.Kernel kernel = XskSupport.kernel();
    String[] version = kernel.release().split("[^0-9]+", 3);
    int number = 1_000 * Integer.parseInt(version[0]) + Integer.parseInt(version[1]);
    assumeTrue(number >= 6_017, () -> "it came with Linux 6.17; this is " + kernel.release());

    assertThat(kernel.transmitBudget()).isTrue();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "interfaces are asked through Linux's ioctl")
  void shouldDescribeTheLoopbackInterface() throws IOException {
    XskSupport.Device lo = XskSupport.device("lo");

    Path files = Path.of("/sys/class/net/lo");
    assertThat(lo.interfaceName()).isEqualTo("lo");
    assertThat(lo.interfaceIndex()).isEqualTo(numberIn(files.resolve("ifindex")));
    assertThat(lo.mtuBytes()).isEqualTo(numberIn(files.resolve("mtu")));
    assertThat(lo.maxPacketBytes()).isEqualTo(lo.mtuBytes() + 14);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "interfaces are asked through Linux's ioctl")
  void shouldSayThatThereIsNoSuchInterface() {
    assertThatThrownBy(() -> XskSupport.device("no-such-if0"))
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith(
            "ioctl(SIOCGIFINDEX) failed: ENODEV (19): interface=no-such-if0 — no such interface");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "file descriptors are counted in /proc")
  void shouldLeaveNothingOpen() throws IOException {
    XskSupport.unavailabilityCause();
    XskSupport.device("lo");
    int before = openSockets();

    for (int i = 0; i < 20; i++) {
      XskSupport.unavailabilityCause();
      XskSupport.device("lo");
      if (XskSupport.isAvailable()) {
        XskSupport.kernel();
      }
    }

    assertThat(openSockets()).isLessThan(before + 20);
  }

  private static int openSockets() throws IOException {
    int sockets = 0;
    try (var entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : entries) {
        sockets += isSocket(file) ? 1 : 0;
      }
    }
    return sockets;
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed by another thread in the meantime
    }
  }

  private static int numberIn(Path file) throws IOException {
    return Integer.parseInt(Files.readString(file).strip());
  }

  private static void assumeAvailable() {
    XskException cause = XskSupport.unavailabilityCause();
    assumeTrue(cause == null, () -> "AF_XDP is not to be had here: " + cause);
  }
}
