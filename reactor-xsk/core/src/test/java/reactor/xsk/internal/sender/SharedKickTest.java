package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;

/** Full windows that are ready share a kick of copy mode, and none waits for what is not there. */
class SharedKickTest {

  private static final int WINDOW = 8;
  private static final int SHARED = 64;

  private VirtualKernel kernel = VirtualKernel.create();
  private final List<SendReport> reports = new ArrayList<>();

  @Test
  void shouldLetFullWindowsShareAKickUpToItsSize() {
    send(open(it -> it), 3 * SHARED);

    assertThat(kernel.counters().kicks()).isEqualTo(3);
  }

  @Test
  void shouldGiveEachWindowAKickOfItsOwnWhenSharingIsOff() {
    SteppedSender sender = open(it -> it.kickSize(1));
    send(sender, 3 * SHARED);

    assertThat(kernel.counters().kicks()).isEqualTo(sender.counters().windows()).isEqualTo(24);
  }

  @Test
  void shouldSendFullWindowsWithTheSmallerOneThatFollows() {
    send(open(it -> it), WINDOW + 3);

    assertThat(kernel.counters().kicks()).isEqualTo(1);
  }

  @Test
  void shouldSendAWindowThatIsNotFullAtOnce() {
    SteppedSender sender = open(it -> it);
    ProbeSource<Integer> source = subscribe(sender);
    source.emit(1);

    sender.step();

    assertThat(kernel.counters().packets()).isEqualTo(1);
  }

  @Test
  void shouldSendAFullWindowInThePassThatFindsNoOther() {
    SteppedSender sender = open(it -> it);
    ProbeSource<Integer> source = subscribe(sender);
    for (int i = 0; i < WINDOW; i++) {
      source.emit(i);
    }

    assertThat(sender.step()).as("there is something left to do").isTrue();
    assertThat(kernel.counters().kicks()).isZero();
    sender.step();

    assertThat(kernel.counters().packets()).isEqualTo(WINDOW);
  }

  @Test
  void shouldSendAFullWindowInThePassThatMayBeTheLastOneBeforeItIsClosed() {
    SteppedSender sender = open(it -> it.closeTimeout(Duration.ZERO));
    ProbeSource<Integer> source = subscribe(sender);
    for (int i = 0; i < WINDOW; i++) {
      source.emit(i);
    }
    sender.requestClose();

    sender.step();

    assertThat(sender.isEnded()).isTrue();
    assertThat(kernel.counters().packets()).isEqualTo(WINDOW);
  }

  @Test
  void shouldSendAFullWindowInThePassWhoseItemsCannotBeWritten() {
    SteppedSender sender = open(it -> it);
    ProbeSource<Integer> source = new ProbeSource<>();
    sender
        .<Integer>send(source, (item, frame) -> item < 0 ? 0 : Numbered.WRITER.write(item, frame))
        .subscribe(reports::add);
    sender.step();
    for (int i = 0; i < 2 * WINDOW; i++) {
      source.emit(i < WINDOW ? i : -1);
    }

    sender.step();
    sender.step();

    assertThat(kernel.counters().packets()).isEqualTo(WINDOW);
  }

  @Test
  void shouldShareNoMoreThanTheKernelTakesWithOneKick() {
    kernel = VirtualKernel.builder().release(VirtualRelease.LINUX_6_1).build();

    send(open(it -> it), 128);

    assertThat(kernel.counters().kicks()).as("32 each").isEqualTo(4);
  }

  @Test
  void shouldSplitAWindowThatAKernelBefore617CannotTakeWithOneKick() {
    kernel = VirtualKernel.builder().release(VirtualRelease.LINUX_6_1).build();
    SteppedSender sender = open(it -> it.batchSize(64));

    send(sender, 128);

    assertThat(sender.counters().windows()).isEqualTo(4);
    assertThat(sender.counters().kicksUnfinished()).isZero();
  }

  private SteppedSender open(UnaryOperator<XskConfig.Builder> settings) {
    return SteppedSender.over(
        kernel,
        it ->
            settings.apply(it.batchSize(WINDOW).kickSize(SHARED).frameCount(256).txRingSize(256)));
  }

  private ProbeSource<Integer> subscribe(SteppedSender sender) {
    ProbeSource<Integer> source = new ProbeSource<>();
    sender.<Integer>send(source, Numbered.WRITER).subscribe(reports::add);
    sender.step();
    return source;
  }

  private void send(SteppedSender sender, int packets) {
    sender.<Integer>send(Flux.range(0, packets), Numbered.WRITER).subscribe(reports::add);
    sender.stepUntil("the stream has ended", () -> !reports.isEmpty());
    assertThat(reports.getFirst().completed()).isEqualTo(packets);
  }
}
