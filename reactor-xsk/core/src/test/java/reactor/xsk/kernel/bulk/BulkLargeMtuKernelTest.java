package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** Where no frame of a run is too long for the interface, only the first packets can tell. */
@BulkKernel
class BulkLargeMtuKernelTest {

  private final VethPair pair = VethPair.create();

  @BeforeEach
  void raiseTheMtu() {
    Shell.run("ip link set dev " + pair.near() + " mtu 3400");
  }

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  private XskConfig.Builder config(XskMode mode) {
    return XskConfig.builder(pair.near()).mode(mode);
  }

  @Test
  void shouldFailAtTheFirstPacketsWhereThePeerTakesNone() {
    try (XskSender sender = XskSender.create(config(XskMode.BULK).build())) {
      XskException failure =
          catchThrowableOfType(
              XskException.class,
              () ->
                  sender.<Integer>send(Flux.range(0, 10_000), SmallPacket::write).block(PATIENCE));

      assertThat(failure.getMessage()).contains("EOPNOTSUPP").contains("gro on");
      assertThat(sender.counters().completed()).isZero();
      assertThat(sender.counters().dropped()).isBetween(1L, 32L);
    }
  }

  @Test
  void shouldSendWhereThePeerTakesThem() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = XskSender.create(config(XskMode.BULK).build())) {
      SendReport report =
          sender.<Integer>send(Flux.range(0, 1_000), SmallPacket::write).block(PATIENCE);

      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(1_000);
      assertThat(peer.count()).isEqualTo(1_000);
    }
  }

  @Test
  void shouldNotBeChosenByAuto() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = XskSender.create(config(XskMode.AUTO).bulkAllowed(true).build())) {
      assertThat(sender.mode()).isEqualTo(XskMode.COPY);
      assertThat(peer.count()).isZero();
    }
  }
}
