package reactor.xsk.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskException;
import reactor.xsk.support.RandomSequences;

class FrameLedgerTest {

  private static final int FRAMES = 4;
  private static final FrameGeometry GEOMETRY = new FrameGeometry(FRAMES, 2_048);

  private final FrameLedger ledger = new FrameLedger(GEOMETRY);

  @Test
  void shouldHaveAllFramesFreeAtFirst() {
    assertThat(ledger.freeCount()).isEqualTo(FRAMES);
    assertThat(ledger.inFlightCount()).isZero();
  }

  @Test
  void shouldHandOutEveryFrameOnceUntilNoneIsFree() {
    int[] frames = {ledger.acquire(), ledger.acquire(), ledger.acquire(), ledger.acquire()};

    assertThat(frames).containsExactly(0, 1, 2, 3);
    assertThat(ledger.freeCount()).isZero();
  }

  @Test
  void shouldHandOutAWindowOfFramesInTheOrderOfSingleOnes() {
    int[] frames = new int[FRAMES];
    ledger.acquire();

    ledger.acquire(frames, 2);

    assertThat(frames).startsWith(1, 2);
    assertThat(ledger.freeCount()).isEqualTo(FRAMES - 3);
    assertThat(ledger.acquire()).isEqualTo(3);
  }

  @Test
  void shouldPublishAWindowAndSayWhereItsPacketsLie() {
    FrameLedger withHeadroom = new FrameLedger(new FrameGeometry(FRAMES, 4_096, 256, 4_096));
    int[] frames = new int[3];
    long[] addresses = new long[3];
    withHeadroom.acquire(frames, 3);

    withHeadroom.publish(frames, 2, addresses);

    assertThat(addresses).containsExactly(256, 4_096 + 256, 0);
    assertThat(withHeadroom.inFlightCount()).isEqualTo(2);
  }

  @Test
  void shouldPublishAWindowUpToAFrameThatWasNotAcquired() {
    int[] frames = {ledger.acquire(), ledger.acquire(), 3, 0};

    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.publish(frames, 3, new long[3]))
        .withMessage("cannot publish frame 3: it is free");

    assertThat(ledger.inFlightCount()).isEqualTo(2);
    assertThat(ledger.isInFlight(3)).isFalse();
  }

  @Test
  void shouldRefuseToHandOutAFrameWhenNoneIsFree() {
    for (int i = 0; i < FRAMES; i++) {
      ledger.acquire();
    }

    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(ledger::acquire);
  }

  @Test
  void shouldFreeAFrameThatIsGivenBack() {
    ledger.giveBack(ledger.acquire());

    assertThat(ledger.freeCount()).isEqualTo(FRAMES);
  }

  @Test
  void shouldCountAPublishedFrameAsInFlightAndNotFree() {
    int frame = publishOne();

    assertThat(ledger.isInFlight(frame)).isTrue();
    assertThat(ledger.inFlightCount()).isEqualTo(1);
    assertThat(ledger.freeCount()).isEqualTo(FRAMES - 1);
  }

  @Test
  void shouldFreeACompletedFrameAndSayWhichItWas() {
    ledger.acquire();
    int frame = publishOne();

    assertThat(ledger.completed(2_048)).isEqualTo(frame).isEqualTo(1);
    assertThat(ledger.isInFlight(frame)).isFalse();
    assertThat(ledger.inFlightCount()).isZero();
    assertThat(ledger.freeCount()).isEqualTo(FRAMES - 1);
  }

  @Test
  void shouldFreeAReclaimedFrame() {
    ledger.reclaim(publishOne());

    assertThat(ledger.freeCount()).isEqualTo(FRAMES);
    assertThat(ledger.inFlightCount()).isZero();
  }

  @Test
  void shouldRefuseASecondCompletionAndNameTheAddress() {
    ledger.acquire();
    publishOne();
    ledger.completed(2_048);

    assertThatThrownBy(() -> ledger.completed(2_048))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("the kernel completed a frame that is not in flight")
        .hasMessageContaining("address=0x800, frame=1, state=free, frameCount=4, frameSize=2048");
  }

  @Test
  void shouldRefuseTheCompletionOfAFrameThatIsBeingWritten() {
    ledger.acquire();

    assertThatThrownBy(() -> ledger.completed(0))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("address=0x0, frame=0, state=being written");
  }

  @ParameterizedTest
  @ValueSource(longs = {8_192, 1L << 40, 2_049, 1, -2_048})
  void shouldRefuseAnAddressThatIsNoFrameAndNameIt(long address) {
    publishOne();

    assertThatThrownBy(() -> ledger.completed(address))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("the kernel completed an address that is not a frame")
        .hasMessageContaining("address=0x%x, frame=none", address);
  }

  @Test
  void shouldChangeNothingWhenACompletionIsRefused() {
    publishOne();

    assertThatThrownBy(() -> ledger.completed(2_048)).isInstanceOf(XskException.class);

    assertThat(ledger.freeCount()).isEqualTo(FRAMES - 1);
    assertThat(ledger.inFlightCount()).isEqualTo(1);
  }

  @Test
  void shouldTakeBackABatchAndSayWhichFramesTheyWere() {
    publishOne();
    publishOne();
    publishOne();
    int[] frames = new int[3];

    assertThat(ledger.completed(new long[] {4_096, 0, 2_048}, 3, frames)).isEqualTo(3);

    assertThat(frames).containsExactly(2, 0, 1);
    assertThat(ledger.freeCount()).isEqualTo(FRAMES);
    assertThat(ledger.inFlightCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 8_192, 1, 6_144, 1L << 40, -2_048}) // twice, outside, odd, not out, high
  void shouldTakeBackABatchUpToAnAddressThatCannotBeTrue(long impossible) {
    publishOne();
    publishOne();
    publishOne();

    int done = ledger.completed(new long[] {0, impossible, 2_048}, 3, new int[3]);

    assertThat(done).isEqualTo(1);
    assertThat(ledger.freeCount()).isEqualTo(FRAMES - 2);
    assertThat(ledger.inFlightCount()).isEqualTo(2);
  }

  @Test
  void shouldRefuseToPublishAFrameThatWasNotAcquired() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.publish(2))
        .withMessage("cannot publish frame 2: it is free");
  }

  @Test
  void shouldRefuseToGiveBackAFrameThatIsInFlight() {
    int frame = publishOne();

    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.giveBack(frame))
        .withMessage("cannot give back frame 0: it is in flight");
  }

  @Test
  void shouldRefuseToReclaimAFrameThatIsNotInFlight() {
    int frame = ledger.acquire();

    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.reclaim(frame))
        .withMessage("cannot reclaim frame 0: it is being written");
  }

  @Test
  void shouldKeepEveryFrameWithOneOwnerInRandomSequences() {
    RandomSequences.run(100, FrameLedgerTest::playRandomSequence);
  }

  private static void playRandomSequence(Random random) {
    int frameCount = 1 + random.nextInt(20);
    FrameGeometry geometry = new FrameGeometry(frameCount, 2_048);
    FrameLedger ledger = new FrameLedger(geometry);
    List<Integer> writing = new ArrayList<>();
    List<Integer> inFlight = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          if (ledger.freeCount() > 0) {
            int frame = ledger.acquire();
            assertThat(writing).doesNotContain(frame);
            assertThat(inFlight).doesNotContain(frame);
            writing.add(frame);
          }
        }
        case 1 -> takeAny(writing, random, ledger::giveBack);
        case 2 ->
            takeAny(
                writing,
                random,
                frame -> {
                  ledger.publish(frame);
                  inFlight.add(frame);
                });
        case 3 ->
            takeAny(
                inFlight,
                random,
                frame -> assertThat(ledger.completed(geometry.address(frame))).isEqualTo(frame));
        default -> takeAny(inFlight, random, ledger::reclaim);
      }
      assertThat(ledger.inFlightCount()).isEqualTo(inFlight.size());
      assertThat(ledger.freeCount() + writing.size() + inFlight.size()).isEqualTo(frameCount);
    }
  }

  private interface Frames {
    void accept(int frame);
  }

  private static void takeAny(List<Integer> frames, Random random, Frames action) {
    if (!frames.isEmpty()) {
      action.accept(frames.remove(random.nextInt(frames.size())));
    }
  }

  private int publishOne() {
    int frame = ledger.acquire();
    ledger.publish(frame);
    return frame;
  }
}
