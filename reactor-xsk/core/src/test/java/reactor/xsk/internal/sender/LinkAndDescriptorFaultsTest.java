package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.internal.sender.RecoveryFixture.FRAMES;
import static reactor.xsk.internal.sender.RecoveryFixture.TIMEOUT;
import static reactor.xsk.internal.sender.RecoveryFixture.with;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.stream.MonoSend;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** What happens when the link goes, the interface goes, or a descriptor is refused. */
@Timeout(60)
class LinkAndDescriptorFaultsTest {

  private static VirtualKernel kernel(boolean older) {
    VirtualKernel.Builder builder = VirtualKernel.builder();
    return older ? builder.olderKernel().build() : builder.build();
  }

  // ---- the link

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLoseOnePacketAndThenWaitWhenTheCarrierIsLost(boolean older) {
    VirtualKernel kernel = kernel(older);
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    kernel.setCarrier(false);
    List<SendResult<Integer>> results = new ArrayList<>();
    sender.sendWithResults(Flux.range(0, 100), Numbered.WRITER).subscribe(results::add);
    sender.stepFor(TIMEOUT.multipliedBy(5));
    assertThat(kernel.counters().dropped()).as("burnt").isEqualTo(1);
    assertThat(sender.counters().linkWaits()).isEqualTo(1);

    kernel.setCarrier(true);
    sender.stepUntil("all results are there", () -> results.size() == 100);
    assertThat(results.stream().filter(r -> r.outcome() == SendOutcome.DROPPED))
        .extracting(SendResult::item)
        .containsExactly(0);
    assertThat(sender.counters().completed()).isEqualTo(99);
    assertThat(sender.counters().freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldWaitWhileTheInterfaceIsDownAndLoseNothing() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    ProbeSource<Integer> source = new ProbeSource<>();
    Ending stream = Ending.of(sender.send(source, Numbered.WRITER));
    sender.step();
    source.emit(0);
    sender.step();
    kernel.setInterfaceUp(false);
    source.emit(1);
    sender.stepFor(TIMEOUT.multipliedBy(5));
    assertThat(stream.hasEnded()).as("ended while down").isFalse();
    long kicksWhileDown = sender.counters().kicks();
    sender.stepFor(TIMEOUT.multipliedBy(5));
    assertThat(sender.counters().kicks()).as("kicks while down").isEqualTo(kicksWhileDown);

    kernel.setInterfaceUp(true);
    source.emit(2);
    source.complete();
    sender.stepUntil("the stream has ended", stream::hasEnded);
    assertThat(stream.report().completed()).isEqualTo(3);
    assertThat(stream.report().isClean()).isTrue();
  }

  @Test
  void shouldNotCountFramesAsLostThatTheKernelHoldsWhileTheInterfaceIsDown() {
    VirtualKernel kernel =
        VirtualKernel.builder().completions(VirtualCompletions.onDemand()).build();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    Ending stream = Ending.of(sender.send(Flux.range(0, 3), Numbered.WRITER));
    sender.step();
    kernel.setInterfaceUp(false); // nothing is pending: only the watchdog's kick can find out
    sender.stepFor(TIMEOUT.multipliedBy(5));
    assertThat(stream.hasEnded()).as("ended while down").isFalse();

    kernel.setInterfaceUp(true);
    kernel.complete(3);
    sender.stepUntil("the stream has ended", stream::hasEnded);
    assertThat(stream.report().isClean()).isTrue();
  }

  @Test
  void shouldCloseWithinCloseTimeoutWhileTheLinkIsDown() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender =
        SteppedSender.over(
            kernel,
            config ->
                with(LossPolicy.FAIL)
                    .apply(config)
                    .linger(Duration.ofMillis(5))
                    .closeTimeout(Duration.ofMillis(50)));
    kernel.setCarrier(false);
    Ending stream = Ending.of(sender.send(Flux.range(0, 100).hide(), Numbered.WRITER));
    sender.stepFor(Duration.ofMillis(20));
    long askedNs = sender.nowNs();
    sender.requestClose();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(Duration.ofNanos(sender.nowNs() - askedNs))
        .isBetween(Duration.ofMillis(50), Duration.ofMillis(52));
    assertThat(stream.errorReport().dropped()).isEqualTo(1);
    assertThat(stream.errorReport().completed()).isZero();
    assertThat(sender.counters().freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldParkAndNotSpinWhileTheLinkIsDownWithAWindowOpen() {
    VirtualKernel kernel = VirtualKernel.create();
    XskConfig config =
        with(LossPolicy.FAIL)
            .apply(XskConfig.builder("park0").virtualKernel(kernel).linger(Duration.ofMillis(5)))
            .build();
    LoopParts parts = LoopParts.of(config);
    ProbeSource<Integer> source = new ProbeSource<>();
    Ending.of(MonoSend.<Integer>assembled(parts::starter, source, Numbered.WRITER));
    parts.loop().pass(0);
    kernel.onNextKicks(VirtualFault.again());
    source.emit(0);
    parts.loop().pass(1); // a window is opened
    parts.loop().pass(5_000_001); // linger is over: published, and not taken
    kernel.setCarrier(false);
    source.emit(1);
    parts.loop().pass(5_030_000); // a window is opened, and the packet before it is dropped

    long parkNs = parts.loop().longestParkNs(Duration.ofSeconds(1).toNanos(), 1_000_000);
    assertThat(kernel.counters().dropped()).as("has met the link").isEqualTo(1);
    assertThat(parkNs).isEqualTo(1_000_000);
  }

  @Test
  void shouldFailWhenTheInterfaceIsRemovedWhileOnlyTheKernelHasFrames() {
    VirtualKernel kernel =
        VirtualKernel.builder().completions(VirtualCompletions.onDemand()).build();
    SteppedSender sender =
        SteppedSender.over(
            kernel,
            config ->
                with(LossPolicy.REBUILD).apply(config.completionTimeout(Duration.ofHours(1))));
    Ending stream = Ending.of(sender.send(Flux.range(0, 3), Numbered.WRITER));
    sender.step();
    kernel.removeInterface();
    long removedNs = sender.nowNs();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(Duration.ofNanos(sender.nowNs() - removedNs)).isLessThan(Duration.ofSeconds(1));
    assertThat(stream.error())
        .isInstanceOfSatisfying(XskException.class, e -> assertThat(e.errno()).isEqualTo(6));
    assertThat(stream.errorReport().lost()).isEqualTo(3);
  }

  @Test
  void shouldFailWhenTheInterfaceIsRemovedWhileTheLinkIsDown() {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    kernel.setInterfaceUp(false);
    Ending stream = Ending.of(sender.send(Flux.range(0, 3), Numbered.WRITER));
    sender.stepFor(TIMEOUT);
    kernel.removeInterface();
    sender.stepUntil("the sender has ended", sender::isEnded);

    assertThat(stream.error())
        .isInstanceOfSatisfying(XskException.class, e -> assertThat(e.errno()).isEqualTo(6));
    assertThat(stream.errorReport().failed()).as("never taken").isEqualTo(3);
    assertThat(stream.errorReport().lost()).isZero();
  }

  // ---- refused descriptors

  @Test
  void shouldFailOnlyTheRefusedPacketWhenANewerKernelGivesItsFrameBack() {
    assertRefused(0, 4);
    assertRefused(2, 4);
    assertRefused(7, 10);
  }

  private static void assertRefused(int refused, int packets) {
    VirtualKernel kernel = kernel(false);
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.FAIL));
    List<SendResult<Integer>> results = new ArrayList<>();
    ProbeSource<Integer> source = new ProbeSource<>();
    sender.sendWithResults(source, Numbered.WRITER).subscribe(results::add);
    sender.step();
    kernel.setCompletions(VirtualCompletions.onDemand());
    for (int i = 0; i < refused; i++) {
      source.emit(i);
    }
    sender.stepFor(Duration.ofMillis(3));
    kernel.refuseDescriptors(1);
    for (int i = refused; i < packets; i++) {
      source.emit(i);
    }
    sender.stepFor(Duration.ofMillis(3));
    kernel.complete(packets);
    sender.stepUntil("all results are there", () -> results.size() == packets);

    assertThat(results.stream().filter(r -> r.outcome() == SendOutcome.FAILED))
        .extracting(SendResult::item)
        .containsExactly(refused);
    assertThat(results.stream().filter(SendResult::isCompleted)).hasSize(packets - 1);
    assertThat(sender.counters().freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldGetTheFrameOfARefusedPacketBackByARebuildOnAnOlderKernel() {
    VirtualKernel kernel = kernel(true);
    SteppedSender sender = SteppedSender.over(kernel, with(LossPolicy.REBUILD));
    kernel.refuseDescriptors(1);
    List<SendResult<Integer>> results = new ArrayList<>();
    sender.sendWithResults(Flux.range(0, 4), Numbered.WRITER).subscribe(results::add);
    sender.stepUntil("all results are there", () -> results.size() == 4);

    assertThat(results.stream().filter(r -> r.outcome() == SendOutcome.LOST))
        .extracting(SendResult::item)
        .containsExactly(0);
    assertThat(results.stream().filter(SendResult::isCompleted)).hasSize(3);
    assertThat(sender.counters().rebuilds()).isEqualTo(1);
    assertThat(sender.counters().freeFrames()).isEqualTo(FRAMES);
  }
}
