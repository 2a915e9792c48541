package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.internal.loop.KickGate;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** No kick without something new to say or a reason to hope. */
class KickGateTest {

  private static final int PASSES = 10_000;
  private static final Duration PASS = Duration.ofNanos(1_000);

  private final VirtualKernel kernel = VirtualKernel.create();
  private final List<SendReport> reports = new ArrayList<>();

  @Test
  void shouldAskAStalledDeviceAtTimesThatDoubleAndNotAtEveryPass() {
    kernel.onNextKicks(VirtualFault.again().times(PASSES));
    SteppedSender sender = sender(kernel, 2, 2);
    send(sender, 10);

    pass(sender, PASSES); // 10 ms: after 20, 40, ... 640 us, then each millisecond

    assertThat(kernel.counters().kicks()).isBetween(8L, 20L);
  }

  @Test
  void shouldKickOnceForEachFrameThatComesBackFromASlowDevice() {
    VirtualKernel slow =
        VirtualKernel.builder().sendBuffer(2).completions(VirtualCompletions.onDemand()).build();
    SteppedSender sender = sender(slow, 4, 4);
    send(sender, 100);

    for (int i = 0; i < 100; i++) {
      pass(sender, 15); // less than the first time of waiting
      slow.complete(1);
    }
    sender.stepUntil(
        "all are sent",
        () -> {
          slow.complete(1);
          return !reports.isEmpty();
        });

    assertThat(reports.getFirst().completed()).isEqualTo(100);
    assertThat(slow.counters().kicks()).isLessThan(350);
  }

  @Test
  void shouldKickAtOnceWhenSomethingNewIsPublished() {
    kernel.onNextKicks(VirtualFault.again().times(3));
    SteppedSender sender = sender(kernel, 4, 2);
    send(sender, 4);

    pass(sender, 2); // two windows

    assertThat(kernel.counters().kicks()).isEqualTo(2);
  }

  @Test
  void shouldGoOnAtOnceWhileEachKickTakesSome() {
    kernel.onNextKicks(VirtualFault.takeOnly(1).times(4));
    SteppedSender sender = sender(kernel, 4, 4);
    send(sender, 4);

    pass(sender, 4);

    assertThat(kernel.counters().packets()).isEqualTo(4);
  }

  @Test
  void shouldStartWithTheShortestTimeAgainAfterAKickThatTookSome() {
    KickGate gate = new KickGate();
    gate.sawKick(false, 0);
    gate.sawKick(false, 20_000);
    assertThat(gate.isOpen(20_000 + 39_999)).isFalse();
    assertThat(gate.isOpen(20_000 + 40_000)).isTrue();

    gate.sawKick(true, 60_000);
    gate.sawKick(false, 60_000);

    assertThat(gate.isOpen(60_000 + 19_999)).isFalse();
    assertThat(gate.isOpen(60_000 + 20_000)).isTrue();
  }

  private static SteppedSender sender(VirtualKernel kernel, int frames, int batchSize) {
    int ring = Math.max(2, Integer.highestOneBit(frames));
    return SteppedSender.over(
        kernel, it -> it.batchSize(batchSize).frameCount(frames).txRingSize(ring).kickSize(1));
  }

  private void send(SteppedSender sender, int packets) {
    sender.<Integer>send(Flux.range(0, packets), Numbered.WRITER).subscribe(reports::add);
  }

  private static void pass(SteppedSender sender, int passes) {
    for (int i = 0; i < passes; i++) {
      sender.step();
      sender.advance(PASS);
    }
  }
}
