package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;
import reactor.xsk.XskClosedException;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/** The moment from which nothing more is taken from a source, to the pass: cancel and close. */
@Timeout(60)
class CutOffTest {

  private static final int FRAMES = 16;

  private final VirtualKernel kernel =
      VirtualKernel.builder().completions(VirtualCompletions.onDemand()).build();
  private final SteppedSender sender =
      SteppedSender.over(
          kernel,
          config ->
              config
                  .batchSize(4)
                  .frameCount(FRAMES)
                  .txRingSize(16)
                  .closeTimeout(Duration.ofMillis(50)));
  private final ProbeSource<Integer> source = new ProbeSource<>();
  private final List<Object> discarded = new ArrayList<>();

  /** A stream whose sender was asked to close while its first packet is in flight. */
  private Ending closedWithOneInFlight() {
    Ending stream = send(Flux.from(source));
    sender.step();
    source.emit(0);
    sender.step();
    sender.requestClose();
    sender.step();
    return stream;
  }

  private Ending send(Flux<Integer> items) {
    return Ending.of(
        sender.send(items, Numbered.WRITER).doOnDiscard(Integer.class, discarded::add));
  }

  private void completeAll() {
    kernel.setCompletions(VirtualCompletions.immediate());
    kernel.complete(FRAMES);
  }

  // ---- cancel

  @Test
  void shouldLetGoOfACancelledStreamWhileItsPacketsAreInFlight() {
    Ending stream = send(Flux.from(source));
    sender.step();
    source.emit(0);
    sender.step();
    source.emit(1);
    stream.cancel();
    sender.step();

    assertThat(sender.counters().inFlight()).isEqualTo(1);
    assertThat(discarded).as("handed over and not taken").containsExactly(1);
  }

  @Test
  void shouldPollNothingMoreWhenASourceCancelsItsOwnStream() {
    List<Integer> polled = new ArrayList<>();
    List<Ending> streams = new ArrayList<>();
    Flux<Integer> items =
        Flux.range(0, 100)
            .doOnNext(
                number -> {
                  polled.add(number);
                  if (number == 1) {
                    streams.getFirst().cancel();
                  }
                });
    streams.add(send(items));
    sender.step();
    completeAll();
    sender.stepFor(Duration.ofMillis(5));

    assertThat(polled).containsExactly(0, 1);
    assertThat(sender.counters().completed()).isEqualTo(2);
  }

  // ---- close

  @Test
  void shouldTakeNothingMoreOutOfAFusedQueueAfterClose() {
    Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer();
    IntStream.range(0, 100).forEach(sink::tryEmitNext);
    Ending stream = send(sink.asFlux());
    sender.stepUntil("the frames are out", () -> sender.counters().inFlight() == FRAMES);
    sender.requestClose();
    sender.step();
    completeAll();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error()).isInstanceOf(XskClosedException.class);
    assertThat(stream.errorReport().accepted()).isEqualTo(FRAMES);
    assertThat(stream.errorReport().isClean()).isTrue();
    assertThat(discarded).hasSize(100 - FRAMES).startsWith(FRAMES);
  }

  @Test
  void shouldSendWhatAFusedQueueHoldsWhenItsSourceHasCompletedAndIsNotCutOff() {
    Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer();
    IntStream.range(0, 100).forEach(sink::tryEmitNext);
    sink.tryEmitComplete();
    Ending stream = send(sink.asFlux());
    sender.stepUntil("the frames are out", () -> sender.counters().inFlight() == FRAMES);
    completeAll();
    sender.stepUntil("the stream has ended", stream::hasEnded);

    assertThat(stream.report().completed()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldEndAsItsSourceEndedIfThatCameBeforeClose(boolean failed) {
    Ending stream = send(Flux.from(source));
    sender.step();
    source.emit(0);
    sender.step();
    IllegalStateException own = new IllegalStateException("its own");
    if (failed) {
      source.fail(own);
    } else {
      source.complete();
    }
    sender.requestClose();
    sender.step();
    completeAll();
    sender.stepUntil("the sender has ended", sender::isEnded);

    if (failed) {
      assertThat(stream.error()).isSameAs(own);
    } else {
      assertThat(stream.report().completed()).isEqualTo(1);
    }
  }

  @Test
  void shouldDropTheErrorOfASourceThatComesAfterClose() {
    Ending stream = closedWithOneInFlight();
    List<Throwable> dropped = new ArrayList<>();
    IllegalStateException late = new IllegalStateException("late");
    Hooks.onErrorDropped(dropped::add);
    try {
      source.fail(late);
    } finally {
      Hooks.resetOnErrorDropped();
    }
    completeAll();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(dropped).containsExactly(late);
    assertThat(stream.error()).isInstanceOf(XskClosedException.class).hasNoSuppressedExceptions();
  }

  @Test
  void shouldDiscardWhatASourceEmitsAfterCloseAndItsOwnEnd() {
    Ending stream = closedWithOneInFlight();
    source.complete(); // as some do when they are cancelled, while others of them still emit
    source.emit(1);
    completeAll();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(discarded).containsExactly(1);
    assertThat(stream.errorReport().accepted()).isEqualTo(1);
  }

  // ---- rules broken after the end

  @Test
  void shouldTellOfARuleBrokenAfterClose() {
    Ending stream = closedWithOneInFlight();
    assertThatNullPointerException().isThrownBy(() -> source.emit(null));
    completeAll();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error()).isInstanceOf(XskClosedException.class);
    assertThat(stream.error().getSuppressed())
        .hasExactlyElementsOfTypes(NullPointerException.class);
  }

  @Test
  void shouldEndWithTheErrorOfASourceThatBreaksARuleAfterIt() {
    Ending stream = send(Flux.from(source));
    sender.step();
    source.emit(0);
    sender.step();
    IllegalStateException own = new IllegalStateException("its own");
    source.fail(own);
    assertThatNullPointerException().isThrownBy(() -> source.emit(null));
    completeAll();
    sender.stepUntil("the stream has ended", stream::hasEnded);

    assertThat(stream.error()).isSameAs(own);
  }
}
