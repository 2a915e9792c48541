package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.XskException;
import reactor.xsk.XskPacketException;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Deadline;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PatternCheck;
import reactor.xsk.kernel.support.PatternPacket;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Volume;

/** The link goes down and comes back: the stream waits and goes on, and knows what was lost. */
@EveryKernelPort
class LinkDownKernelTest {

  private static final int PACKETS_BETWEEN_LOSSES = Volume.partOf(80_000);
  private static final int LOSSES = 4;
  private static final int MOST_ON_THE_WAY = 8_192;

  /** What can be between the two ends: the backlog of the peer, or its ring. */
  private static final int MOST_QUEUED = 1_024;

  private static final long SEED = 77;

  private final PortLink link = new PortLink();
  private volatile boolean lossesAreOver;
  private final XskSender sender =
      XskSender.create(
          link.config().frameCount(1_024).closeTimeout(Duration.ofMillis(300)).build());

  @AfterEach
  void closeSender() {
    sender.close();
    link.close();
  }

  /**
   * What was completed and has not arrived was queued at the peer when that went down.
   *
   * <p>near: ENETDOWN, or EBUSY in the moment before. far: the near end loses its carrier, EBUSY.
   * With mode BULK redirect refuses (ENETDOWN), or the driver does (ENXIO).
   */
  @ParameterizedTest
  @ValueSource(strings = {"near", "far"})
  void shouldKnowWhatWasDroppedWhenTheLinkFailsInMidStream(String end) throws Exception {
    String toggled = end.equals("near") ? link.near() : link.far();
    PatternCheck check = new PatternCheck(SEED);
    BitSet dropped = new BitSet();
    BitSet completed = new BitSet();
    try (TapThread tap = TapThread.on(link.far(), check)) {
      CompletableFuture<?> sent =
          sender
              .sendWithResults(
                  Pace.numbers(
                          Integer.MAX_VALUE,
                          MOST_ON_THE_WAY,
                          () -> tap.received() + sender.counters().dropped())
                      .takeUntil(number -> lossesAreOver),
                  new PatternPacket(SEED)::write)
              .doOnNext(
                  result ->
                      (result.outcome() == SendOutcome.DROPPED ? dropped : completed)
                          .set(result.item()))
              .then()
              .toFuture();
      for (int loss = 1; loss <= LOSSES; loss++) {
        failLinkAt(toggled, (long) loss * PACKETS_BETWEEN_LOSSES, loss);
      }
      lossesAreOver = true; // only now, since the command that fails the link takes its time
      sent.get(5 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
      int mostLost = end.equals("near") ? 0 : LOSSES * MOST_QUEUED;
      tap.awaitReceived(completed.cardinality() - mostLost, PATIENCE);
      awaitLastPacket(tap, check, completed);
      assertThat(tap.dropped()).isZero();
      assertThat(completed.cardinality() - tap.received())
          .as("lost")
          .isBetween(0L, (long) mostLost);
    }
    BitSet unexplained = (BitSet) check.arrived().clone();
    unexplained.andNot(completed);
    assertThat(unexplained).as("arrived, and not completed").isEqualTo(new BitSet());
    long accepted = sender.counters().accepted();
    assertThat(completed.cardinality() + dropped.cardinality()).isEqualTo(accepted);
    // mode COPY stops at one packet; to mode BULK a device can be full as well
    long most = link.choose((long) LOSSES, accepted);
    assertThat((long) dropped.cardinality()).as("dropped in %d losses", LOSSES).isBetween(0L, most);
    assertThat(sender.counters().dropped()).isEqualTo(dropped.cardinality());
    assertThat(sender.counters().linkWaits()).isEqualTo(LOSSES);
  }

  /** The link is up at the end, so the last packet arrives, and it is the last to do so. */
  private static void awaitLastPacket(TapThread tap, PatternCheck check, BitSet completed) {
    int last = completed.length() - 1;
    Eventually.hold(
        "packet " + last + " has arrived",
        PATIENCE,
        () -> tap.received() > 0 && check.last() == last);
  }

  private void failLinkAt(String interfaceName, long completed, int loss) {
    Eventually.hold(
        completed + " completed", PATIENCE, () -> sender.counters().completed() >= completed);
    VethPair.down(interfaceName);
    Eventually.hold(
        "it waits for the " + loss + ". time",
        PATIENCE,
        () -> sender.counters().linkWaits() == loss);
    long kicks = sender.counters().kicks();
    Deadline.letPass(60);
    assertThat(sender.counters().kicks()).as("kicks while it waits").isEqualTo(kicks);
    VethPair.up(interfaceName);
  }

  @Test
  void shouldSayWhyAPacketWasDroppedWhenTheCarrierIsGone() {
    VethPair.down(link.far());
    CompletableFuture<SendReport> sent =
        sender.send(Flux.range(0, 1_000), SmallPacket::write).toFuture();
    Eventually.hold("it waits", PATIENCE, () -> sender.counters().linkWaits() == 1);
    VethPair.up(link.far());
    SendReport report = sent.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();

    assertThat(report.accepted()).isEqualTo(1_000);
    assertThat(report.dropped()).isBetween(1L, link.choose(1L, 32L));
    assertThat(report.completed()).isEqualTo(1_000 - report.dropped());
    assertThat(report.firstFailure()).isInstanceOf(XskPacketException.class);
    XskException why = (XskException) report.firstFailure();
    assertThat(why.operation()).isEqualTo(link.choose("sendto(AF_XDP)", "ndo_xdp_xmit"));
    assertThat(why.reason()).isEqualTo(link.choose("EBUSY", "ENXIO"));
    assertThat(why.values()).contains("length=60").contains("interface=" + link.near());
    assertThat(why.hint()).contains(link.choose("no carrier", "PEER"));
  }
}
