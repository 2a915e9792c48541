package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.internal.sender.RecoveryFixture.FRAMES;
import static reactor.xsk.internal.sender.RecoveryFixture.TIMEOUT;
import static reactor.xsk.internal.sender.RecoveryFixture.assertAtRest;
import static reactor.xsk.internal.sender.RecoveryFixture.sent;
import static reactor.xsk.internal.sender.RecoveryFixture.with;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.XskCompletionException;
import reactor.xsk.XskException;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** Frames that the kernel does not give back, or does not take: noticed, when, and what then. */
@Timeout(60)
class LostCompletionsTest {

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
}
