package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.BusyPollOptions;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Privileges;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** Busy polling with what root of a user namespace may do. */
@RealKernel
class BusyPollKernelTest {

  private static final BusyPollOptions POLLING =
      BusyPollOptions.forAtMost(Duration.ofNanos(20_000));

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldSendWhileKicksPollTheDeviceAndSayForHowLong() {
    try (XskSender sender = XskSender.create(config(POLLING))) {
      SendReport report =
          sender
              .send(Flux.range(0, 1_000), (i, frame) -> SmallPacket.write(i, 60, 60, frame))
              .block(PATIENCE);

      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(1_000);
      assertThat(sender.queues().getFirst().grants().busyPollMicros().granted()).isEqualTo(20);
    }
  }

  @Test
  void shouldSayWhichPrivilegePreferredPollingNeeds() {
    XskException failure =
        catchThrowableOfType(
            XskException.class,
            () ->
                Privileges.without(
                    Privileges.CAP_NET_ADMIN,
                    () -> XskSender.create(config(POLLING.preferred(64)))));

    assertThat(failure.operation()).isEqualTo("setsockopt(SO_BUSY_POLL)");
    assertThat(failure.reason()).isEqualTo("EPERM");
    assertThat(failure.hint()).contains("CAP_NET_ADMIN in the initial user namespace");
  }

  @Test
  void shouldLeaveTheDevicesOfAnotherNetworkNamespaceAlone() {
    assumeFalse(Files.exists(Path.of("/sys/class/net", pair.near())), "/sys is of this namespace");
    BusyPollOptions napi = POLLING.napi(2, Duration.ofMillis(1));

    XskException failure =
        catchThrowableOfType(XskException.class, () -> XskSender.create(config(napi)).close());

    assertThat(failure.operation()).isEqualTo("write(NAPI)");
    assertThat(failure.hint()).contains("mount -t sysfs");
  }

  private XskConfig config(BusyPollOptions polling) {
    return XskConfig.builder(pair.near())
        .mode(XskMode.COPY)
        .frameCount(64)
        .busyPoll(polling)
        .build();
  }
}
