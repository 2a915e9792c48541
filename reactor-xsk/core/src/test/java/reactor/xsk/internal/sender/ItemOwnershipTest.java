package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskConfig;
import reactor.xsk.internal.loop.Window;
import reactor.xsk.internal.stream.ReadyList;
import reactor.xsk.internal.stream.ReportDownstream;
import reactor.xsk.internal.stream.SendSubscriber;
import reactor.xsk.internal.stream.Source;
import reactor.xsk.internal.stream.TxCounters;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/**
 * Who has each item at its end, so that it can be given back once: its writer or the discard hook
 * with {@code send}, its result or the discard hook with {@code sendWithResults}.
 */
@Timeout(60)
class ItemOwnershipTest {

  private static final Duration LINGER = Duration.ofMillis(5);

  private final VirtualKernel kernel = VirtualKernel.create();
  private final SteppedSender sender = SteppedSender.over(kernel, ItemOwnershipTest::settings);
  private final ProbeSource<Integer> source = new ProbeSource<>();
  private final List<Integer> written = new ArrayList<>();
  private final List<Object> discarded = new ArrayList<>();

  private static XskConfig.Builder settings(XskConfig.Builder config) {
    return config
        .batchSize(4)
        .frameCount(16)
        .txRingSize(16)
        .linger(LINGER)
        .completionTimeout(Duration.ofMillis(100))
        .closeTimeout(Duration.ofMillis(50));
  }

  private int write(Integer number, MemorySegment frame) {
    written.add(number);
    return Numbered.WRITER.write(number, frame);
  }

  static Stream<Named<PacketWriter<Integer>>> failingWriters() {
    return Stream.of(
        Named.of("too short", (number, frame) -> 0),
        Named.of("too long", (number, frame) -> Integer.MAX_VALUE),
        Named.of(
            "throws",
            (number, frame) -> {
              throw new IllegalStateException("writer");
            }));
  }

  @ParameterizedTest
  @MethodSource("failingWriters")
  void shouldLeaveAnItemToItsWriterThatFails(PacketWriter<Integer> writer) {
    Ending stream =
        Ending.of(sender.send(Flux.range(0, 3), writer).doOnDiscard(Object.class, discarded::add));
    sender.stepUntil("the stream has ended", stream::hasEnded);

    assertThat(stream.report().failed()).isEqualTo(3);
    assertThat(discarded).isEmpty();
  }

  @Test
  void shouldLeaveAnItemToItsWriterWhenItsPacketIsDroppedOrLost() {
    Ending stream =
        Ending.of(sender.send(source, this::write).doOnDiscard(Object.class, discarded::add));
    sender.step();
    kernel.onNextKicks(VirtualFault.busy());
    source.emit(0);
    sender.stepFor(LINGER.multipliedBy(2));
    kernel.loseCompletions(1);
    source.emit(1);
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.errorReport().dropped()).isEqualTo(1);
    assertThat(stream.errorReport().lost()).isEqualTo(1);
    assertThat(written).containsExactly(0, 1);
    assertThat(discarded).isEmpty();
  }

  @Test
  void shouldDiscardOnceWhatTheSenderTookOrWasGivenAndDidNotWrite() {
    Ending stream =
        Ending.of(sender.send(source, this::write).doOnDiscard(Object.class, discarded::add));
    leaveOneWrittenOneTakenAndOneHandedOver();
    sender.requestClose();
    sender.stepUntil("the sender has ended", sender::isEnded);
    source.emit(3);

    SendReport report = stream.errorReport();
    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.discarded()).isEqualTo(2);
    assertThat(written).containsExactly(0);
    assertThat(discarded).containsExactly(1, 2, 3);
  }

  @Test
  void shouldEndAsUsualWhenTheDiscardHookThrows() {
    Ending stream =
        Ending.of(
            sender
                .send(source, this::write)
                .doOnDiscard(
                    Object.class,
                    item -> {
                      throw new IllegalStateException("hook");
                    }));
    leaveOneWrittenOneTakenAndOneHandedOver();
    sender.requestClose();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error()).isInstanceOf(XskClosedException.class);
    assertThat(stream.errorReport().discarded()).isEqualTo(2);
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(16);
  }

  @Test
  void shouldDiscardTheItemsOfAllResultsThatNobodyWillGet() {
    Silent<SendResult<Integer>> subscriber = new Silent<>(Context.empty());
    sender
        .sendWithResults(source, this::write)
        .doOnDiscard(Object.class, discarded::add)
        .subscribe(subscriber);
    leaveOneWrittenOneTakenAndOneHandedOver();
    subscriber.cancel();
    sender.requestClose();
    sender.stepUntil("the sender has ended", sender::isEnded);
    source.emit(3);

    assertThat(written).containsExactly(0);
    assertThat(discarded).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void shouldNotDiscardAnItemThatComesBackInItsResult() {
    List<SendResult<Integer>> results = new ArrayList<>();
    sender
        .sendWithResults(source, this::write)
        .doOnDiscard(Object.class, discarded::add)
        .subscribe(results::add, error -> {});
    leaveOneWrittenOneTakenAndOneHandedOver();
    sender.requestClose();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(results).extracting(SendResult::item).containsExactly(0, 1, 2);
    assertThat(results)
        .extracting(SendResult::outcome)
        .containsExactly(SendOutcome.DROPPED, SendOutcome.DISCARDED, SendOutcome.DISCARDED);
    assertThat(discarded).isEmpty();
  }

  @Test
  void shouldNotDiscardAnItemThatWasWrittenWhenItsWindowIsNotPublished() {
    Context context = Operators.enableOnDiscard(Context.empty(), discarded::add);
    CoreSubscriber<SendReport> actual = new Silent<>(context);
    SendSubscriber<Integer> edge = new SendSubscriber<>(actual, new ReadyList(() -> {}).entry(), 4);
    ReportDownstream<Integer> downstream = new ReportDownstream<>(actual, edge);
    Source<Integer> stream = new Source<>(edge, this::write, downstream, new TxCounters(), 16);
    Window window = new Window(4);
    take(1, stream, window);
    window.acquire(sender.port());
    window.write(sender.port());
    take(2, stream, window);
    window.discard(sender.port());

    assertThat(written).containsExactly(1);
    assertThat(discarded).containsExactly(2);
  }

  private static void take(int item, Source<Integer> stream, Window window) {
    window.items()[window.size()] = item;
    window.took(stream, 1);
  }

  private void leaveOneWrittenOneTakenAndOneHandedOver() {
    sender.step();
    kernel.onNextKicks(VirtualFault.again());
    source.emit(0);
    sender.step(); // a window is opened
    sender.advance(LINGER);
    sender.step(); // it is published, and the kernel does not take it yet
    kernel.setCarrier(false);
    source.emit(1);
    sender.advance(Duration.ofMillis(1)); // a kick that achieved nothing is not repeated at once
    sender.step(); // a window is opened; the packet before it is dropped, for there is no link
    source.emit(2);
    sender.step();
    assertThat(sender.counters().accepted()).as("taken").isEqualTo(2);
    assertThat(sender.counters().dropped()).as("dropped").isEqualTo(1);
    assertThat(written).containsExactly(0);
  }

  /** Demands nothing. */
  private static final class Silent<T> extends BaseSubscriber<T> {

    private final Context context;

    Silent(Context context) {
      this.context = context;
    }

    @Override
    public Context currentContext() {
      return context;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      // no demand
    }
  }
}
