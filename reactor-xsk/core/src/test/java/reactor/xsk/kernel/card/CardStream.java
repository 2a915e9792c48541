package reactor.xsk.kernel.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static reactor.xsk.kernel.support.Deadline.BIND_PATIENCE;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.PatternPacket;

/** A stream of numbered packets at a steady rate out of the card, and what became of each. */
final class CardStream implements AutoCloseable {

  /** What an emulated machine can do, also on a host that has much else to do. */
  static final int PACKETS_PER_SECOND = 2_000;

  static final int FRAMES = 512;

  private static final int ENOUGH = 2_000;

  private final XskSender sender;
  private final Map<SendOutcome, BitSet> outcomes = new EnumMap<>(SendOutcome.class);
  private final CompletableFuture<?> ended;
  private volatile boolean enough;

  private CardStream(XskSender sender) {
    this.sender = sender;
    for (SendOutcome outcome : SendOutcome.values()) {
      outcomes.put(outcome, new BitSet());
    }
    Card.listen();
    this.ended =
        sender
            .sendWithResults(
                Flux.range(0, Integer.MAX_VALUE).takeWhile(number -> !enough),
                new PatternPacket(HostEnd.SEED)::write)
            .doOnNext(this::onResult)
            .then()
            .toFuture();
  }

  /** Starts it; the test is aborted where this kernel's driver has no zero-copy. */
  static CardStream start(XskMode mode, int queue) {
    return start(settings(mode).queue(queue));
  }

  /** The same, with other settings than those of {@link #settings}. */
  static CardStream start(XskConfig.Builder settings) {
    return new CardStream(open(settings.build()));
  }

  static XskConfig.Builder settings(XskMode mode) {
    return XskConfig.builder(Card.NAME)
        .mode(mode)
        .frameCount(FRAMES)
        .bindTimeout(BIND_PATIENCE)
        .pace(PACKETS_PER_SECOND);
  }

  private static XskSender open(XskConfig config) {
    XskMode mode = config.mode();
    try {
      XskSender sender = XskSender.create(config);
      assertThat(sender.mode()).isEqualTo(mode);
      return sender;
    } catch (XskException e) {
      boolean older = Integer.parseInt(System.getProperty("os.version").split("\\.")[0]) < 7;
      assumeTrue(mode != XskMode.ZERO_COPY || !older, "no zero-copy: " + e.getMessage());
      throw e;
    }
  }

  private void onResult(SendResult<Integer> result) {
    BitSet numbers = outcomes.get(result.outcome());
    synchronized (numbers) {
      numbers.set(result.item());
    }
  }

  XskCounters counters() {
    return sender.counters();
  }

  /** Waits until the stream has sent on for a second. */
  void awaitProgress() {
    long completed = counters().completed() + ENOUGH;
    Eventually.hold(completed + " completed", PATIENCE, () -> counters().completed() >= completed);
  }

  /** Ends the source, and waits until the host has the last packet. */
  void finish() throws Exception {
    enough = true;
    ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    int last = of(SendOutcome.COMPLETED).length() - 1;
    Eventually.hold("packet " + last + " arrives", PATIENCE, () -> Card.arrivals().get(last));
  }

  /** Waits until the stream fails. */
  XskException awaitFailure() throws Exception {
    Eventually.hold("the stream ends", PATIENCE, ended::isDone);
    assertThat(ended.exceptionNow()).isInstanceOf(XskException.class);
    return (XskException) ended.exceptionNow();
  }

  /** The numbers of the packets that had this end. */
  BitSet of(SendOutcome outcome) {
    BitSet numbers = outcomes.get(outcome);
    synchronized (numbers) {
      return (BitSet) numbers.clone();
    }
  }

  /** Everything that was sent arrives, once and in order. */
  void assertThatAllArrives() throws Exception {
    finish();
    assertThat(missing()).as("missing").isEqualTo(new BitSet());
    assertThat(counters().completed()).isEqualTo(counters().accepted());
    assertThatAccountsAreTrue();
  }

  /** Completed, and not arrived. */
  BitSet missing() {
    BitSet missing = of(SendOutcome.COMPLETED);
    missing.andNot(Card.arrivals());
    return missing;
  }

  /** Nothing that is said not to have been sent was, and each packet has one end. */
  void assertThatAccountsAreTrue() {
    for (SendOutcome outcome : new SendOutcome[] {SendOutcome.DROPPED, SendOutcome.FAILED}) {
      BitSet arrived = of(outcome);
      arrived.and(Card.arrivals());
      assertThat(arrived).as("%s, and arrived", outcome).isEqualTo(new BitSet());
    }
    BitSet all = new BitSet();
    int sum = 0;
    for (SendOutcome outcome : SendOutcome.values()) {
      all.or(of(outcome));
      sum += of(outcome).cardinality();
    }
    assertThat(sum).as("results").isEqualTo(all.cardinality()).isEqualTo(all.length());
    assertThat(counters().accepted()).isEqualTo(sum);
    assertThat(counters().freeFrames()).isEqualTo(FRAMES);
  }

  @Override
  public void close() {
    sender.close();
  }
}
