package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.virtual.VirtualKernel;

/** Streams that have requested and got nothing: they take no frame and no time in a pass. */
@Timeout(120)
class IdleStreamsTest {

  private static final int IDLE = 100_000;
  private static final int ITEMS = 1_000;

  private static SteppedSender sender(int frames, int batch) {
    return SteppedSender.over(VirtualKernel.create(), it -> it.frameCount(frames).batchSize(batch));
  }

  @ParameterizedTest(name = "{0} frames, windows of {1}")
  @CsvSource({"1, 1", "2, 1", "4, 2", "8, 4", "16, 8", "64, 16", "256, 32", "2048, 32"})
  void shouldServeABusyStreamBesideAHundredThousandIdleOnes(int frames, int batch) {
    SteppedSender sender = sender(frames, batch);
    for (int i = 0; i < IDLE; i++) {
      sender.send(Flux.<Integer>never(), Numbered.WRITER).subscribe();
    }
    sender.step();
    assertThat(sender.counters().openStreams()).isEqualTo(IDLE);

    Ending busy = Ending.of(sender.send(Flux.range(0, ITEMS).hide(), Numbered.WRITER));
    for (int pass = 0; pass < 2 * ITEMS + 10 && !busy.hasEnded(); pass++) {
      sender.step();
    }

    assertThat(busy.report().completed()).isEqualTo(ITEMS);
  }

  static Stream<Named<Flux<Integer>>> busyStreams() {
    return Stream.of(
        Named.of("SYNC-fused", Flux.range(0, ITEMS)),
        Named.of("plain", Flux.range(0, ITEMS).hide()));
  }

  @ParameterizedTest
  @MethodSource("busyStreams")
  void shouldServeABusyStreamBesideIdleOnesWithResults(Flux<Integer> source) {
    SteppedSender sender = sender(8, 4);
    for (int i = 0; i < 1_000; i++) {
      sender.sendWithResults(new ProbeSource<Integer>(), Numbered.WRITER).subscribe();
    }
    List<Integer> sent = new ArrayList<>();
    sender.sendWithResults(source, Numbered.WRITER).subscribe(result -> sent.add(result.item()));
    for (int pass = 0; pass < 2 * ITEMS; pass++) {
      sender.step();
    }

    assertThat(sent).isEqualTo(IntStream.range(0, ITEMS).boxed().toList());
  }

  @Test
  void shouldNotLookAtAStreamThatHasNothing() {
    SteppedSender sender = sender(64, 16);
    FusedSource idle = new FusedSource(Fuseable.ASYNC);
    sender.send(idle, Numbered.WRITER).subscribe();
    sender.step();
    List<String> before = List.copyOf(idle.calls());

    Ending busy = Ending.of(sender.send(Flux.range(0, ITEMS), Numbered.WRITER));
    sender.stepUntil("the busy stream has ended", busy::hasEnded);
    assertThat(idle.calls()).as("calls of the idle source's queue").isEqualTo(before);

    idle.emit(1);
    sender.step();
    assertThat(sender.counters().accepted()).isEqualTo(ITEMS + 1);
  }

  @Test
  void shouldServeAStreamWhoseResultsWereFetchedAfterItHadNoRoom() {
    SteppedSender sender = sender(4, 2);
    List<Integer> fetched = new ArrayList<>();
    Ending other = Ending.of(sender.send(new ProbeSource<Integer>(), Numbered.WRITER));
    HeldResults results = new HeldResults(fetched);
    sender.sendWithResults(Flux.range(0, 40), Numbered.WRITER).subscribe(results);
    for (int pass = 0; pass < 20; pass++) {
      sender.step();
    }
    assertThat(sender.counters().accepted()).as("held back at").isEqualTo(4);

    for (int i = 0; i < 20; i++) {
      results.request(2);
      sender.step();
      sender.step();
    }
    assertThat(fetched).isEqualTo(IntStream.range(0, 40).boxed().toList());
    assertThat(other.hasEnded()).isFalse();
  }

  @Test
  void shouldForgetStreamsThatAreCancelled() {
    SteppedSender sender = sender(8, 4);
    List<Disposable> idle = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      idle.add(sender.send(new ProbeSource<Integer>(), Numbered.WRITER).subscribe());
    }
    sender.step();
    for (int i = 0; i < 1_000; i += 2) {
      idle.get(i).dispose();
    }
    sender.step();
    assertThat(sender.counters().openStreams()).isEqualTo(500);

    idle.forEach(Disposable::dispose);
    sender.step();
    assertThat(sender.counters().openStreams()).isZero();
  }

  /** Fetches results only on command. */
  private static final class HeldResults
      extends reactor.core.publisher.BaseSubscriber<reactor.xsk.SendResult<Integer>> {

    private final List<Integer> fetched;

    HeldResults(List<Integer> fetched) {
      this.fetched = fetched;
    }

    @Override
    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
      // requests nothing yet
    }

    @Override
    protected void hookOnNext(reactor.xsk.SendResult<Integer> result) {
      fetched.add(result.item());
    }
  }
}
