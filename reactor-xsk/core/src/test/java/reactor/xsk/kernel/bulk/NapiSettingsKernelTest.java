package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

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
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.OwnSys;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** The settings of a device that busy polling needs, which only root of the machine may change. */
@BulkKernel
class NapiSettingsKernelTest {

  private static final BusyPollOptions POLLING =
      BusyPollOptions.forAtMost(Duration.ofNanos(20_000)).napi(2, Duration.ofMillis(1));

  private final VethPair pair = VethPair.withQueues(2);

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldSetTheDeviceUntilItsLastSenderIsClosed() throws Exception {
    OwnSys.with(
        () -> {
          try (XskSender second = open(1, POLLING)) {
            XskSender first = open(0, POLLING);
            assertSettings("2", "1000000");

            first.close();

            assertThat(second.isDisposed()).isFalse();
            assertSettings("2", "1000000");
          }
          assertSettings("0", "0");
          return null;
        });
  }

  @Test
  void shouldRefuseASenderThatAsksForOtherSettings() throws Exception {
    BusyPollOptions others = POLLING.napi(3, Duration.ofMillis(1));
    OwnSys.with(
        () -> {
          try (XskSender first = open(0, POLLING)) {
            XskException failure =
                catchThrowableOfType(XskException.class, () -> open(1, others).close());

            assertThat(failure).hasMessageContaining("another sender of this process");
            assertThat(first.isDisposed()).isFalse();
            assertSettings("2", "1000000");
          }
          assertSettings("0", "0");
          open(1, others).close();
          return null;
        });
  }

  @Test
  void shouldRestoreAnInterfaceThatWasRenamed() throws Exception {
    OwnSys.with(
        () -> {
          XskSender sender = open(0, POLLING);
          Shell.run("ip link set " + pair.near() + " down");
          Shell.run("ip link set " + pair.near() + " name renamed0");

          sender.close();

          assertThat(OwnSys.setting("renamed0", "gro_flush_timeout")).isEqualTo("0");
          Shell.run("ip link set renamed0 name " + pair.near());
          return null;
        });
  }

  @Test
  void shouldLeaveTheDeviceAloneWhereAutoIsGrantedModeBulk() throws Exception {
    XskConfig config =
        XskConfig.builder(pair.near()).bulkAllowed(true).frameCount(64).busyPoll(POLLING).build();
    OwnSys.with(
        () -> {
          try (PeerProgram peer = PeerProgram.dropping(pair.far());
              XskSender sender = XskSender.create(config)) {
            assertThat(peer.count()).isZero();
            assertThat(sender.mode()).isEqualTo(XskMode.BULK);
            assertSettings("0", "0");
          }
          return null;
        });
  }

  @Test
  void shouldSetTheDeviceWhenAutoGoesOverFromModeBulkToCopyMode() throws Exception {
    XskConfig config =
        XskConfig.builder(pair.near())
            .bulkAllowed(true)
            .frameCount(64)
            .busyPoll(POLLING)
            .completionTimeout(Duration.ofSeconds(1))
            .build();
    OwnSys.with(
        () -> {
          try (XskSender sender = openInModeBulk(config)) {
            SendReport report = sender.send(Flux.range(0, 10), SmallPacket::write).block(PATIENCE);

            assertThat(report).isNotNull();
            assertThat(report.completed() + report.dropped()).isEqualTo(10);
            assertThat(sender.mode()).isEqualTo(XskMode.COPY);
            assertSettings("2", "1000000");
          }
          assertSettings("0", "0");
          return null;
        });
  }

  /** In mode BULK; when this returns the driver takes no frames of XDP any more. */
  private XskSender openInModeBulk(XskConfig config) {
    try (PeerProgram peer = PeerProgram.dropping(pair.far())) {
      assertThat(peer.count()).isZero();
      XskSender sender = XskSender.create(config);
      assertThat(sender.mode()).isEqualTo(XskMode.BULK);
      return sender;
    }
  }

  private XskSender open(int queue, BusyPollOptions polling) {
    return XskSender.create(
        XskConfig.builder(pair.near())
            .mode(XskMode.COPY)
            .queue(queue)
            .frameCount(64)
            .busyPoll(polling)
            .build());
  }

  private void assertSettings(String deferrals, String timeoutNs) throws Exception {
    assertThat(OwnSys.setting(pair.near(), "napi_defer_hard_irqs")).isEqualTo(deferrals);
    assertThat(OwnSys.setting(pair.near(), "gro_flush_timeout")).isEqualTo(timeoutNs);
  }
}
