package reactor.xsk.kernel.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.util.BitSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.Eventually;

/** What happens to a card under a stream, and what the stream says of it. */
@VirtualCard
class CardKernelTest {

  private static final int ENXIO = 6;
  private static final int CABLE_OUT_MS = 1_500;

  @BeforeEach
  void makeReady() {
    Card.makeReady();
  }

  /**
   * Until the loss is seen a zero-copy driver takes packets and loses them, and so does the card
   * until the guest has seen it: far fewer than the cable would have carried.
   */
  @ParameterizedTest
  @EnumSource(names = {"COPY", "ZERO_COPY"})
  void shouldWaitWhileTheCableIsOut(XskMode mode, TestReporter reporter) throws Exception {
    try (CardStream stream = CardStream.start(mode, 0)) {
      stream.awaitProgress();
      Card.disconnect();
      Eventually.hold("it waits", PATIENCE, () -> stream.counters().linkWaits() == 1);
      Thread.sleep(CABLE_OUT_MS);
      Card.connect();
      stream.awaitProgress();
      stream.finish();

      BitSet missing = stream.missing();
      reporter.publishEntry(
          "cable, " + mode, "%d missing, %s".formatted(missing.cardinality(), stream.counters()));
      stream.assertThatAccountsAreTrue();
      assertThat(missing.cardinality())
          .as("missing")
          .isLessThan(CardStream.PACKETS_PER_SECOND * CABLE_OUT_MS / 1_000 / 3);
      assertThat(stream.of(SendOutcome.DROPPED).cardinality()).as("dropped").isLessThan(2);
      assertThat(stream.counters().linkWaits()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "ZERO_COPY"})
  void shouldFailWithEnxioWhenTheCardIsPulled(XskMode mode, TestReporter reporter)
      throws Exception {
    try (CardStream stream = CardStream.start(mode, 0)) {
      stream.awaitProgress();
      Card.unplug();

      XskException failure = stream.awaitFailure();
      reporter.publishEntry(
          "unplugged, " + mode,
          "%d missing, %s, %s"
              .formatted(stream.missing().cardinality(), stream.counters(), failure.getMessage()));
      assertThat(failure.errno()).isEqualTo(ENXIO);
      assertThat(failure.hint()).contains("the interface was removed");
      stream.assertThatAccountsAreTrue();
      assertThat(stream.missing().cardinality()).as("missing").isLessThan(CardStream.FRAMES);
    }
    Eventually.hold("the card is gone", PATIENCE, () -> !Card.isThere());
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "ZERO_COPY"})
  void shouldKeepItsQueueWhenOthersComeAndGo(XskMode mode) throws Exception {
    try (CardStream stream = CardStream.start(mode, 1)) {
      stream.awaitProgress();
      Card.setQueues(2);
      stream.awaitProgress();
      assertThatThrownBy(() -> Card.setQueues(1)).hasMessageContaining("ethtool");
      stream.awaitProgress();
      Card.setQueues(Card.QUEUES);
      stream.awaitProgress();
      stream.assertThatAllArrives();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "ZERO_COPY"})
  void shouldGoOnWhenTheMtuChanges(XskMode mode) throws Exception {
    try (CardStream stream = CardStream.start(mode, 0)) {
      stream.awaitProgress();
      for (int mtu : new int[] {1_000, 1_600, 1_500}) {
        Card.setMtu(mtu);
        stream.awaitProgress();
      }
      stream.assertThatAllArrives();
    }
  }

  /** With two queues: the card sets others aside for what a program sends. */
  @ParameterizedTest
  @EnumSource(names = {"COPY", "ZERO_COPY"})
  void shouldSendBesideAProgramOfSomebodyElse(XskMode mode) throws Exception {
    Card.setQueues(2);
    try (PeerProgram other = PeerProgram.passing(Card.NAME)) {
      String before = Card.xdpProgram();
      assertThat(before).isNotEmpty();
      try (CardStream stream = CardStream.start(mode, 0)) {
        stream.awaitProgress();
        assertThat(Card.xdpProgram()).isEqualTo(before);
        stream.assertThatAllArrives();
      }
      assertThat(Card.xdpProgram()).isEqualTo(before);
      assertThat(other.count()).as("packets that the card received").isNotNegative();
    }
  }
}
