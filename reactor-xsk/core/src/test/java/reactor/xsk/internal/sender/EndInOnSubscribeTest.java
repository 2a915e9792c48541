package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualKernel;

/**
 * A stream ends while its source is still inside {@code onSubscribe}: items that lie in the
 * source's own queue go back to the source, which discards them.
 */
@Timeout(60)
class EndInOnSubscribeTest {

  private final SteppedSender sender =
      SteppedSender.over(VirtualKernel.create(), it -> it.frameCount(8).batchSize(4));

  @ParameterizedTest
  @ValueSource(ints = {Fuseable.ASYNC, Fuseable.SYNC})
  void shouldClearAFusedQueueWhenTheStreamIsCancelledInOnSubscribe(int mode) {
    Ending stream = new Ending();
    FusedSource source = new FusedSource(mode).fill(3);
    source.onRequestFusion(
        () -> {
          stream.cancel();
          sender.step();
        });
    sender.send(source, Numbered.WRITER).subscribe(stream);
    sender.step();

    assertThat(source.size()).as("items left in the source's queue").isZero();
    assertThat(source.countOf("cancel")).isEqualTo(1);
    assertThat(source.violations()).isEmpty();
    assertThat(sender.counters().openStreams()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {Fuseable.ASYNC, Fuseable.SYNC})
  void shouldClearAFusedQueueWhenTheSenderIsClosedInOnSubscribe(int mode) {
    FusedSource source = new FusedSource(mode).fill(3);
    source.onRequestFusion(
        () -> {
          sender.requestClose();
          sender.step();
        });
    Ending stream = Ending.of(sender.send(source, Numbered.WRITER));

    assertThat(source.size()).as("items left in the source's queue").isZero();
    assertThat(source.countOf("cancel")).isEqualTo(1);
    assertThat(stream.hasEnded()).isTrue();
  }

  @Test
  void shouldClearWhatASourceAddsThatNoticesItsCancellationLate() {
    Ending stream = new Ending();
    FusedSource source = new FusedSource(Fuseable.ASYNC).onRequestFusion(stream::cancel);
    sender.send(source, Numbered.WRITER).subscribe(stream);
    sender.step();
    source.emit(1);
    source.emit(2);

    assertThat(source.size()).as("items left in the source's queue").isZero();
  }

  @Test
  void shouldClearTheQueueOfAStreamThatArrivesInThePassInWhichTheSenderCloses() {
    FusedSource late = new FusedSource(Fuseable.ASYNC).fill(3);
    Ending[] lateEnding = new Ending[1];
    sender
        .send(
            Flux.just(1),
            (Integer item, MemorySegment frame) -> {
              lateEnding[0] = Ending.of(sender.send(late, Numbered.WRITER));
              sender.requestClose();
              return Numbered.WRITER.write(item, frame);
            })
        .subscribe();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(lateEnding[0].hasEnded()).isTrue();
    assertThat(late.size()).as("items left in the source's queue").isZero();
    assertThat(late.violations()).isEmpty();
  }

  @Test
  void shouldCancelASourceThatThrowsWhenItIsAskedForFusion() {
    FusedSource source = new FusedSource(Fuseable.ASYNC);
    source.onRequestFusion(
        () -> {
          throw new IllegalStateException("fusion");
        });
    Ending stream = Ending.of(sender.send(source, Numbered.WRITER));
    sender.step();

    assertThat(stream.error()).hasMessage("fusion");
    assertThat(source.countOf("cancel")).isEqualTo(1);
  }
}
