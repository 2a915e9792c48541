package reactor.xsk.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskCompletionException;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** What happens when the kernel does not give frames back as it must, or does nothing at all. */
@Timeout(60)
class RecoveryTest {

  private static final Duration TIMEOUT = Duration.ofMillis(100);
  private static final int FRAMES = 16;

  private static UnaryOperator<XskConfig.Builder> with(LossPolicy policy) {
    return config ->
        config
            .batchSize(4)
            .frameCount(FRAMES)
            .txRingSize(16)
            .completionTimeout(TIMEOUT)
            .lossPolicy(policy);
  }

  private static Ending sent(SteppedSender sender, Flux<Integer> numbers) {
    return Ending.of(sender.send(numbers, Numbered.WRITER));
  }

  private static void assertAtRest(SteppedSender sender) {
    assertThat(sender.port().inFlight()).as("in flight").isZero();
    assertThat(sender.port().freeFrames()).as("free frames").isEqualTo(FRAMES);
    assertThat(sender.reserved()).as("promised frames").isZero();
  }

  // ---- a completion that never comes

  @Test
  void shouldFailEveryStreamWithItsAccountWhenACompletionIsLost() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    ProbeSource<Integer> idle = new ProbeSource<>();
    Ending other = Ending.of(sender.send(idle, Numbered.WRITER));
    kernel.loseCompletions(1);
    Ending stream = sent(sender, Flux.range(0, 10));
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error()).isInstanceOf(XskCompletionException.class);
    assertThat(stream.errorReport().completed()).isEqualTo(9);
    assertThat(stream.errorReport().lost()).isEqualTo(1);
    assertThat(stream.errorReport().failed()).isEqualTo(1);
    assertThat(other.error()).isInstanceOf(XskCompletionException.class);
    assertThat(idle.isCancelled()).isTrue();
    assertAtRest(sender);
  }

  @Test
  void shouldNoticeALostCompletionNoEarlierThanTheTimeoutAndNotMuchLater() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    kernel.loseCompletions(1);
    Ending stream = sent(sender, Flux.range(0, 10));
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.hasEnded()).isTrue();
    // the timeout, two looks of an eighth each, and the time for frames that still come
    assertThat(Duration.ofNanos(sender.nowNs()))
        .isBetween(TIMEOUT, TIMEOUT.plus(TIMEOUT.dividedBy(4)).plusMillis(101));
  }

  @Test
  void shouldNoticeALostCompletionAlthoughOthersKeepComing() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    ProbeSource<Integer> source = new ProbeSource<>();
    kernel.loseCompletions(1);
    Ending stream = Ending.of(sender.send(source, Numbered.WRITER));
    sender.step();
    for (int i = 0; i < 500 && !source.isCancelled(); i++) { // a packet each millisecond
      source.emit(i);
      sender.stepFor(Duration.ofMillis(1));
    }
    assertThat(source.isCancelled()).as("noticed while packets came back").isTrue();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error()).isInstanceOf(XskCompletionException.class);
    assertThat(stream.errorReport().lost()).isEqualTo(1);
  }

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

  @Test
  void shouldNotTakeALateStartForALossWhenCompletionsHaveNoOrder() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    kernel.setCarrier(false);
    ProbeSource<Integer> source = new ProbeSource<>();
    Ending stream = Ending.of(sender.send(source, Numbered.WRITER));
    sender.step();
    source.emit(0); // dropped, which stops the sender
    source.emit(1); // waits in the ring for the link
    sender.stepFor(TIMEOUT.multipliedBy(3));
    kernel.setCompletions(VirtualCompletions.onDemand());
    kernel.setCarrier(true);
    source.emit(2);
    sender.stepFor(Duration.ofMillis(20)); // both start now
    kernel.loseCompletions(1);
    kernel.complete(2); // of the newer only
    kernel.setCompletions(VirtualCompletions.immediate());
    sender.stepFor(TIMEOUT.dividedBy(8).plusMillis(1)); // the watchdog looks once
    kernel.completeAddress(2_048); // the older one is back as well
    sender.stepFor(TIMEOUT.multipliedBy(3));
    source.emit(3);
    source.complete();
    sender.stepUntil("the stream has ended", stream::hasEnded);

    assertThat(stream.report().completed()).isEqualTo(3);
    assertThat(stream.report().dropped()).isEqualTo(1);
  }

  @Test
  void shouldGiveTheKernelTheWholeTimeoutFromTheMomentItTakesPackets() {
    VirtualKernel kernel =
        VirtualKernel.builder().completions(VirtualCompletions.onDemand()).build();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    int blockedMs = (int) TIMEOUT.toMillis() - 5;
    kernel.onNextKicks(VirtualFault.again().times(blockedMs));
    Ending stream = sent(sender, Flux.range(0, 3));
    sender.stepFor(Duration.ofMillis(blockedMs));
    sender.stepFor(Duration.ofMillis(50));
    kernel.complete(3);
    kernel.setCompletions(VirtualCompletions.immediate());
    sender.stepUntil("the stream has ended", stream::hasEnded);
    assertThat(stream.report().isClean()).isTrue();

    Ending next = sent(sender, Flux.range(0, 3));
    sender.stepUntil("the next stream has ended", next::hasEnded);
    assertThat(next.report().isClean()).as("the sender still lives").isTrue();
  }

  @Test
  void shouldStillCountWhatComesBackSoonAfterAFailure() {
    VirtualKernel kernel =
        VirtualKernel.builder().completions(VirtualCompletions.onDemand()).build();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    ProbeSource<Integer> source = new ProbeSource<>();
    Ending stream = Ending.of(sender.send(source, Numbered.WRITER));
    sender.step();
    source.emit(0);
    source.emit(1);
    sender.step();
    kernel.onNextKicks(VirtualFault.unbound());
    source.emit(2);
    sender.step(); // fails
    source.emit(3); // too late
    sender.stepFor(Duration.ofMillis(20));
    assertThat(sender.isEnded()).as("ended at once").isFalse();
    kernel.complete(1);
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.errorReport().completed()).isEqualTo(1);
    assertThat(stream.errorReport().lost()).isEqualTo(1);
    assertThat(stream.errorReport().failed()).as("the lost one, and one not taken").isEqualTo(2);
    assertThat(stream.errorReport().accepted()).isEqualTo(3);
    assertThat(kernel.counters().kicks()).as("none after the failure").isEqualTo(2);
  }

  // ---- a socket that does nothing

  @ParameterizedTest
  @EnumSource(LossPolicy.class)
  void shouldNoticeWithinTheTimeoutThatKicksDoNothing(LossPolicy policy) {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(policy));
    kernel.onNextKicks(VirtualFault.stall().times(200)); // the device has fewer queues now
    Ending stream = sent(sender, Flux.range(0, 20));
    if (policy == LossPolicy.FAIL) {
      sender.stepUntil("the sender has ended", sender::isEnded);
      assertThat(stream.error()).isInstanceOf(XskCompletionException.class);
      assertThat(stream.errorReport().failed()).isEqualTo(FRAMES);
      assertThat(stream.errorReport().lost()).as("the kernel took none").isZero();
    } else {
      sender.stepUntil("the stream has ended", stream::hasEnded);
      assertThat(sender.counters().rebuilds()).isPositive();
      assertThat(stream.report().lost()).isZero();
      assertThat(stream.report().accepted()).isEqualTo(20);
    }
    assertAtRest(sender);
  }

  @Test
  void shouldFailWithTheErrnoWhenMetadataBlocksTheRing() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.REBUILD));
    kernel.onNextKicks(VirtualFault.badMetadata());
    Ending stream = sent(sender, Flux.range(0, 3));
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error())
        .isInstanceOfSatisfying(XskException.class, e -> assertThat(e.errno()).isEqualTo(22))
        .hasMessageContaining("metadata");
    assertThat(stream.errorReport().failed()).isEqualTo(3);
    assertThat(stream.errorReport().lost()).isZero();
    assertAtRest(sender);
  }

  // ---- completions that cannot be true

  @ParameterizedTest
  @EnumSource(LossPolicy.class)
  void shouldNameTheAddressOfARepeatedCompletion(LossPolicy policy) {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(policy));
    kernel.repeatCompletions(1);
    assertRefused(sender, policy, sent(sender, Flux.range(0, 10)), "not in flight", 0x0);
  }

  @ParameterizedTest
  @ValueSource(longs = {-2048, 1, 2049, FRAMES * 2048L, Long.MIN_VALUE, Long.MAX_VALUE})
  void shouldNameTheAddressOfAForeignCompletion(long address) {
    for (LossPolicy policy : LossPolicy.values()) {
      VirtualKernel kernel =
          VirtualKernel.builder().completions(VirtualCompletions.onDemand()).build();
      SteppedSender sender = SteppedSender.over(kernel, with(policy));
      Ending stream = sent(sender, Flux.range(0, 10));
      sender.step();
      kernel.completeAddress(address);
      kernel.setCompletions(VirtualCompletions.immediate());
      assertRefused(sender, policy, stream, "not a frame", address);
    }
  }

  private static void assertRefused(
      SteppedSender sender, LossPolicy policy, Ending stream, String reason, long address) {
    String named = "address=0x%x".formatted(address);
    if (policy == LossPolicy.FAIL) {
      sender.stepUntil("the sender has ended", sender::isEnded);
      assertThat(stream.error())
          .isInstanceOf(XskCompletionException.class)
          .hasMessageContainingAll(reason, named);
    } else {
      sender.stepUntil("the stream has ended", stream::hasEnded);
      assertThat(sender.counters().rebuilds()).isEqualTo(1);
      assertThat(stream.report().accepted()).isEqualTo(10);
    }
    assertAtRest(sender);
  }

  @Test
  void shouldSurviveCompletionsInAnyOrder() {
    VirtualKernel kernel =
        VirtualKernel.builder().completions(VirtualCompletions.immediate().reversed()).build();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    Ending stream = sent(sender, Flux.range(0, 1_000));
    sender.stepUntil("the stream has ended", stream::hasEnded);

    assertThat(stream.report().isClean()).isTrue();
    assertAtRest(sender);
  }
}
