package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Volume;

/** One call for a window, and what it says was dropped is what does not arrive. */
@BulkKernel
class BulkDeliveryKernelTest {

  private static final int PACKETS = Volume.of(200_000);

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  private XskConfig.Builder config() {
    return XskConfig.builder(pair.near()).mode(XskMode.BULK);
  }

  @ParameterizedTest(name = "windows of {0} go out by {1} in a call")
  @CsvSource({"32, 16", "256, 2", "1024, 2"})
  void shouldLetFullWindowsShareACall(int batchSize, int windowsOfACall) {
    int calls = 5;
    int windows = calls * windowsOfACall;
    int packets = windows * batchSize;
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = XskSender.create(config().batchSize(batchSize).build())) {
      SendReport report =
          sender.<Integer>send(Flux.range(0, packets), SmallPacket::write).block(PATIENCE);

      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(packets);
      assertThat(sender.counters().windows()).isEqualTo(windows);
      assertThat(sender.counters().kicks()).isEqualTo(calls);
      assertThat(peer.count()).isEqualTo(packets);
    }
  }

  /** The driver stops a bulk of 16 at a frame that is too long for the peer, and drops the rest. */
  @Test
  void shouldNameExactlyThePacketsThatTheDriverDidNotTake() {
    VethPair narrow = VethPair.create();
    Shell.run("ip link set dev " + narrow.far() + " mtu 1000");
    BitSet dropped = new BitSet();
    try (PeerProgram peer = PeerProgram.dropping(narrow.far());
        XskSender sender =
            XskSender.create(
                XskConfig.builder(narrow.near()).mode(XskMode.BULK).batchSize(64).build())) {
      sender
          .sendWithResults(
              Flux.range(0, 64),
              (number, frame) ->
                  SmallPacket.write(0, number, number == 5 || number == 60 ? 1_200 : 60, frame))
          .filter(result -> result.outcome() == SendOutcome.DROPPED)
          .doOnNext(result -> dropped.set(result.item()))
          .doOnNext(result -> assertThat(result.exception()).hasMessageContaining("ndo_xdp_xmit"))
          .blockLast(PATIENCE);

      BitSet expected = new BitSet();
      expected.set(5, 16);
      expected.set(60, 64);
      assertThat(dropped).isEqualTo(expected);
      assertThat(peer.count()).isEqualTo(64 - expected.cardinality());
    } finally {
      narrow.close();
    }
  }

  /** A receiver on a thread of its own lets the ring of 256 entries run over. */
  @Test
  void shouldCountWhatAFullDeviceRefusesAndSlowDown() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = XskSender.create(config().batchSize(1_024).flushSize(256).build())) {
      Shell.threadNapi(pair.far());

      SendReport report =
          sender.<Integer>send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);

      assertThat(report).isNotNull();
      Eventually.hold(
          "all that was completed has arrived", PATIENCE, () -> peer.count() == report.completed());
      assertThat(report.dropped()).isPositive();
      assertThat(report.completed() + report.dropped()).isEqualTo(PACKETS);
      XskCounters counters = sender.counters();
      assertThat(counters.slowdowns()).isPositive();
      assertThat(counters.windows()).as("windows, of fewer packets").isGreaterThan(PACKETS / 1_024);
      System.err.printf(
          "ring overflow: %d of %d dropped, %d slowdowns, %d windows%n",
          report.dropped(), PACKETS, counters.slowdowns(), counters.windows());
    }
  }
}
