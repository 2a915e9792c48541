package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.XskSupport;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.Sandbox;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** What sandboxes answer, and what the exception says then. */
@RealKernel
class SandboxKernelTest {

  private static final int EAFNOSUPPORT = 97;
  private static final int EPERM = 1;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1,  EPERM,        seccomp filter",
    "13, EACCES,       security module",
    "38, ENOSYS,       seccomp filter",
    "97, EAFNOSUPPORT, RestrictAddressFamilies"
  })
  void shouldNameTheSandboxThatForbidsAfXdp(int errno, String name, String words) throws Exception {
    Map<Integer, Integer> refused = Map.of(Sandbox.AF_XDP, errno);
    XskException cause = Sandbox.where(refused, XskSupport::unavailabilityCause);
    XskException failure =
        catchThrowableOfType(
            XskException.class, () -> Sandbox.where(refused, () -> XskSender.create(config())));

    assertThat(cause).hasMessageStartingWith("socket(AF_XDP) failed: %s (%d)", name, errno);
    assertThat(cause.hint()).contains(words).doesNotContain("unavailabilityCause");
    assertThat(failure).hasMessageStartingWith("socket(AF_XDP) failed: %s (%d)", name, errno);
    assertThat(failure.hint()).isEqualTo(cause.hint());
  }

  @Test
  void shouldSendWhereAfInetIsForbidden() throws Exception {
    SendReport report =
        Sandbox.where(
            Map.of(Sandbox.AF_INET, EAFNOSUPPORT),
            () -> {
              assertThat(XskSupport.unavailabilityCause()).isNull();
              try (XskSender sender = XskSender.create(config())) {
                return sender.send(Flux.range(0, 10), SmallPacket::write).block(PATIENCE);
              }
            });

    assertThat(report.completed()).isEqualTo(10);
  }

  @Test
  void shouldSayThatInterfacesCannotBeAskedWhereAllTheirSocketsAreForbidden() throws Exception {
    Map<Integer, Integer> refused = Map.of(Sandbox.AF_INET, EAFNOSUPPORT, Sandbox.AF_UNIX, EPERM);
    XskException cause = Sandbox.where(refused, XskSupport::unavailabilityCause);
    XskException failure =
        catchThrowableOfType(
            XskException.class, () -> Sandbox.where(refused, () -> XskSender.create(config())));

    assertThat(cause).hasMessageStartingWith("socket(AF_UNIX) failed: EPERM (1)");
    assertThat(failure.hint()).isEqualTo(cause.hint()).contains("RestrictAddressFamilies");
  }

  private XskConfig config() {
    return XskConfig.builder(pair.near()).frameCount(64).build();
  }
}
