package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.VethPair;

/** The packet that is reported as dropped is one that did not arrive, on the running kernel. */
@EveryKernelPort
class DroppedPacketKernelTest {

  private static final int OUTAGES = 12;
  private static final int BETWEEN_OUTAGES = 5_000;
  private static final int MOST_ON_THE_WAY = 8_192;

  /** What can be between the two ends: the backlog of the peer, or its ring. */
  private static final int MOST_QUEUED = 1_024;

  private static final long QUIET_NS = 200_000_000;

  private final PortLink link = new PortLink();
  private final BitSet arrived = new BitSet();
  private final BitSet completed = new BitSet();
  private final BitSet dropped = new BitSet();
  private volatile int lastArrived = -1;
  private volatile boolean enough;

  @AfterEach
  void removeInterfaces() {
    link.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 256})
  void shouldReportNoPacketDroppedThatArrived(int batchSize, TestReporter reporter)
      throws Exception {
    try (TapThread tap = TapThread.onAnyInterface(this::onArrival);
        XskSender sender = XskSender.create(link.config().batchSize(batchSize).build())) {
      long droppedBefore = sender.deviceCounters().txDropped();
      CompletableFuture<?> sent =
          sender
              .sendWithResults(
                  Pace.numbers(Integer.MAX_VALUE, MOST_ON_THE_WAY, () -> lastArrived + 1L)
                      .takeWhile(number -> !enough),
                  SmallPacket::write)
              .doOnNext(this::onResult)
              .then()
              .toFuture();
      for (int i = 0; i < OUTAGES; i++) {
        awaitMoreArrivals(tap);
        VethPair.down(link.far());
        VethPair.up(link.far());
      }
      awaitMoreArrivals(tap);
      enough = true;
      sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      awaitQuiet(tap);
      assertThat(tap.dropped()).as("packets the receiver had no room for").isZero();

      long deviceDropped = sender.deviceCounters().txDropped() - droppedBefore;
      BitSet missing = without(completed, arrived);
      reporter.publishEntry(
          "%s, windows of %d".formatted(link.mode(), batchSize),
          "%d packets; the device dropped %d, reported %d, of which arrived %d; completed, missing %d"
              .formatted(
                  completed.length(),
                  deviceDropped,
                  dropped.cardinality(),
                  both(dropped, arrived).cardinality(),
                  missing.cardinality()));
      assertThat(both(dropped, arrived))
          .as("reported dropped, and arrived")
          .isEqualTo(new BitSet());
      assertThat(missing.cardinality()).as("missing").isLessThan(OUTAGES * MOST_QUEUED);
      if (link.mode() == XskMode.COPY) {
        assertThat(dropped.cardinality()).as("reported dropped").isEqualTo((int) deviceDropped);
      }
    }
  }

  /**
   * Their order is not looked at: veth hands them to the CPU that the loop is on, and where that
   * changes, the packets of the new one can come first (seen on 6.1).
   */
  private void onArrival(byte[] packet, int lengthBytes) {
    int number = SmallPacket.numberOf(packet);
    if (arrived.get(number)) {
      throw new AssertionError("packet " + number + " came twice");
    }
    arrived.set(number);
    lastArrived = Math.max(lastArrived, number);
  }

  private void onResult(SendResult<Integer> result) {
    (result.outcome() == SendOutcome.DROPPED ? dropped : completed).set(result.item());
  }

  private void awaitMoreArrivals(TapThread tap) {
    long enoughReceived = tap.received() + BETWEEN_OUTAGES;
    tap.awaitReceived(enoughReceived, PATIENCE);
  }

  /** The link is up at the end, so the last packet arrives; others may be on their way. */
  private void awaitQuiet(TapThread tap) {
    int last = completed.length() - 1;
    Eventually.hold("the last one arrives", PATIENCE, () -> lastArrived == last);
    AtomicLong before = new AtomicLong(-1);
    Eventually.hold(
        "nothing arrives any more",
        PATIENCE,
        () -> {
          LockSupport.parkNanos(QUIET_NS);
          return before.getAndSet(tap.received()) == tap.received();
        });
  }

  private static BitSet both(BitSet some, BitSet others) {
    BitSet result = (BitSet) some.clone();
    result.and(others);
    return result;
  }

  private static BitSet without(BitSet some, BitSet others) {
    BitSet result = (BitSet) some.clone();
    result.andNot(others);
    return result;
  }
}
