package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.internal.sender.RecoveryFixture.FRAMES;
import static reactor.xsk.internal.sender.RecoveryFixture.assertAtRest;
import static reactor.xsk.internal.sender.RecoveryFixture.sent;
import static reactor.xsk.internal.sender.RecoveryFixture.with;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskCompletionException;
import reactor.xsk.XskException;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.virtual.VirtualKernel;

/** A socket that is built anew because frames of the old one did not come back. */
@Timeout(60)
class RebuildTest {

  @Test
  void shouldCarryOnWithEverythingUnpublishedAfterARebuild() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.REBUILD));
    kernel.loseCompletions(FRAMES); // the device swallows all that the UMEM can carry
    Ending stream = sent(sender, Flux.range(0, 1_000));
    sender.stepUntil("the stream has ended", stream::hasEnded);

    assertThat(stream.report().accepted()).isEqualTo(1_000);
    assertThat(stream.report().lost()).isEqualTo(FRAMES);
    assertThat(stream.report().completed()).isEqualTo(1_000 - FRAMES);
    assertThat(stream.report().firstFailure()).hasMessageContaining("never gave its frame back");
    assertThat(sender.counters().rebuilds()).isEqualTo(1);
    assertThat(sender.counters().lost()).isEqualTo(FRAMES);
    assertAtRest(sender);
  }

  @Test
  void shouldHandOutOnlyFramesOfTheNewUmemAfterARebuildAndLetTheOldOneDie() {
    VirtualKernel kernel = VirtualKernel.create();
    List<MemorySegment> written = new ArrayList<>();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.REBUILD));
    PacketWriter<Integer> writer =
        (number, frame) -> {
          written.add(frame);
          return Numbered.WRITER.write(number, frame);
        };
    kernel.loseCompletions(1);
    Ending first = Ending.of(sender.send(Flux.range(0, 2 * FRAMES), writer));
    sender.stepUntil("it was rebuilt", () -> sender.counters().rebuilds() == 1);
    sender.stepUntil("the stream has ended", first::hasEnded);
    int before = written.size();
    Ending second = Ending.of(sender.send(Flux.range(0, 2 * FRAMES), writer));
    sender.stepUntil("the second stream has ended", second::hasEnded);

    // Addresses prove nothing: what was unmapped may be mapped again, while the kernel's pages live
    // on. But every segment of the old memory is dead, and so cannot be handed out.
    assertThat(sender.ports()).hasSize(2);
    assertThat(written.subList(0, before)).allMatch(frame -> !frame.scope().isAlive());
    assertThat(written.subList(before, written.size()))
        .hasSize(2 * FRAMES)
        .allMatch(frame -> frame.scope().isAlive());
    assertThatThrownBy(() -> written.getFirst().get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldTellEachResultOnceAcrossARebuild() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.REBUILD));
    kernel.loseCompletions(3);
    List<SendResult<Integer>> results = new ArrayList<>();
    List<SendResult<Integer>> others = new ArrayList<>();
    sender.sendWithResults(Flux.range(0, 100), Numbered.WRITER).subscribe(results::add);
    sender.sendWithResults(Flux.range(0, 100), Numbered.WRITER).subscribe(others::add);
    Ending third = sent(sender, Flux.range(0, 100).hide());
    sender.step();
    sender.stepUntil("all have ended", () -> sender.counters().openStreams() == 0);

    assertThat(results).extracting(SendResult::item).doesNotHaveDuplicates().hasSize(100);
    assertThat(others).extracting(SendResult::item).doesNotHaveDuplicates().hasSize(100);
    results.addAll(others);
    long lost = results.stream().filter(r -> r.outcome() == SendOutcome.LOST).count();
    assertThat(lost + third.report().lost()).isEqualTo(3);
    assertThat(sender.counters().rebuilds()).isEqualTo(1);
    assertAtRest(sender);
  }

  @Test
  void shouldFailWhenTheSocketCannotBeOpenedAnew() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.REBUILD));
    kernel.loseCompletions(1);
    kernel.failBind(16, Integer.MAX_VALUE);
    Ending stream = sent(sender, Flux.range(0, 10).concatWith(Flux.never()));
    Ending idle = Ending.of(sender.send(new ProbeSource<Integer>(), Numbered.WRITER));
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error()).isInstanceOf(XskException.class).hasMessageContaining("EBUSY");
    assertThat(stream.error().getCause().getSuppressed())
        .hasExactlyElementsOfTypes(XskCompletionException.class);
    XskException why = (XskException) stream.error().getCause().getSuppressed()[0];
    assertThat(why.hint()).as("advice that is followed already").doesNotContain("REBUILD");
    assertThat(stream.errorReport().lost()).isEqualTo(1);
    assertThat(idle.error()).isInstanceOf(XskException.class).hasMessageContaining("EBUSY");
    assertThat(sender.counters().inFlight()).isZero();
    assertThat(sender.counters().freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldNotRebuildWhileClosing() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.REBUILD));
    kernel.loseCompletions(1);
    Ending stream = Ending.of(sender.send(Flux.range(0, 10).hide(), Numbered.WRITER));
    sender.step();
    sender.requestClose();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error()).isInstanceOf(XskCompletionException.class);
    assertThat(stream.errorReport().lost()).isEqualTo(1);
    assertThat(sender.ports()).hasSize(1);
  }

  @Test
  void shouldCloseAfterARebuildThatWasUnderWayWhenItWasAskedTo() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.REBUILD));
    kernel.loseCompletions(1);
    ProbeSource<Integer> source = new ProbeSource<>();
    Ending stream = Ending.of(sender.send(source, Numbered.WRITER));
    sender.step();
    source.emit(1);
    sender.stepUntil("it was rebuilt", () -> sender.counters().rebuilds() == 1);
    source.emit(2);
    sender.requestClose();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error()).isInstanceOf(XskClosedException.class);
    assertThat(stream.errorReport().completed()).isEqualTo(1);
    assertThat(stream.errorReport().lost()).isEqualTo(1);
  }
}
