package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.bpf.FakeBpf;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.internal.port.BulkPort;
import reactor.xsk.internal.port.PortOpener;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;

/**
 * An interface in mode BULK that stops taking packets in the middle of a call: of eight it takes
 * three and drops two.
 */
class ModeChangeTest {

  private static final int FRAMES = 64;
  private static final int EOPNOTSUPP = 95;
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final FakeBpf bulkKernel = new FakeBpf();
  private final Numbered.Receiver receiver = new Numbered.Receiver();
  private VirtualKernel copyKernel = VirtualKernel.builder().onPacket(receiver).build();
  private final Deque<TxPort> ports = new ArrayDeque<>();
  private final List<String> results = new ArrayList<>();

  @Test
  void shouldMoveWhatWasNotTakenIntoThePortThatTakesOverInItsOrder() {
    SteppedSender sender = senderWhoseInterfaceRefuses(XskMode.AUTO, FRAMES);

    send(sender, 12);
    sender.stepUntil("all has ended", () -> results.size() == 12);

    assertThat(results)
        .startsWith("0 COMPLETED", "1 COMPLETED", "2 COMPLETED", "3 DROPPED", "4 DROPPED")
        .hasSize(12);
    assertThat(results.subList(5, 12)).allMatch(result -> result.endsWith("COMPLETED"));
    assertThat(receiver.numbers()).containsExactly(5, 6, 7, 8, 9, 10, 11);
    assertThat(bulkKernel.open).as("the port that was left is closed").isEmpty();
    assertThat(sender.port().freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldSendFullWindowsAtOnceWhereTheNewPortTakesShorterOnes() {
    copyKernel =
        VirtualKernel.builder().release(VirtualRelease.LINUX_6_1).onPacket(receiver).build();
    SteppedSender sender =
        senderWhoseInterfaceRefuses(XskMode.AUTO, FRAMES, 40, Duration.ofSeconds(1));
    send(sender, 500); // until the refusal no longer makes windows short
    sender.stepUntil("all has ended", () -> results.size() == 500);
    int before = receiver.numbers().size();

    sender.send(Flux.range(0, 32).concatWith(Flux.never()), Numbered.WRITER).subscribe();
    sender.stepFor(Duration.ofMillis(10));

    assertThat(receiver.numbers().size() - before).as("without waiting for 40").isEqualTo(32);
  }

  @Test
  void shouldNameTheModeOfNowWherePacketsFailLater() {
    SteppedSender sender = senderWhoseInterfaceRefuses(XskMode.AUTO, FRAMES);
    send(sender, 8);
    sender.stepUntil("all has ended", () -> results.size() == 8);
    copyKernel.removeInterface();
    List<SendResult<Integer>> failed = new ArrayList<>();

    sender
        .<Integer>sendWithResults(Flux.range(0, 1), Numbered.WRITER)
        .subscribe(failed::add, error -> {});
    sender.stepUntil("it has failed", () -> failed.size() == 1);

    assertThat(failed.getFirst().exception())
        .hasMessageContaining("interface=virt0")
        .hasMessageNotContaining("BULK");
  }

  @Test
  void shouldMoveAllKickByKickWhereThePortThatTakesOverHasLittleRoom() {
    SteppedSender sender = senderWhoseInterfaceRefuses(XskMode.AUTO, 2);

    send(sender, 8);
    sender.stepUntil("all has ended", () -> results.size() == 8);

    assertThat(results.subList(5, 8)).containsExactly("5 COMPLETED", "6 COMPLETED", "7 COMPLETED");
    assertThat(receiver.numbers()).containsExactly(5, 6, 7);
    assertThat(sender.counters().kicks()).as("one in mode BULK, two of two packets").isEqualTo(3);
  }

  @Test
  void shouldFailWhatFindsNoRoomInAPortThatTakesNothing() {
    SteppedSender sender = senderWhoseInterfaceRefuses(XskMode.AUTO, 2);
    copyKernel.onNextKicks(VirtualFault.again());

    send(sender, 8);
    sender.stepUntil("all has ended", () -> results.size() == 8);

    assertThat(results)
        .containsExactlyInAnyOrder(
            "0 COMPLETED",
            "1 COMPLETED",
            "2 COMPLETED",
            "3 DROPPED",
            "4 DROPPED",
            "5 COMPLETED",
            "6 COMPLETED",
            "7 FAILED");
  }

  @Test
  void shouldGiveEachPacketItsEndWhereThePortThatTakesOverFailsToo() {
    SteppedSender sender = senderWhoseInterfaceRefuses(XskMode.AUTO, 2);
    copyKernel.removeInterface();

    send(sender, 8);
    sender.stepUntil("all has ended", () -> results.size() == 8);

    assertThat(results).contains("5 FAILED", "6 FAILED", "7 FAILED");
  }

  @Test
  void shouldStayInModeBulkWhereThatWasAskedForAndFailAfterTheTimeout() {
    SteppedSender sender = senderWhoseInterfaceRefuses(XskMode.BULK, FRAMES);
    List<Throwable> errors = new ArrayList<>();
    sender
        .<Integer>sendWithResults(Flux.range(0, 8), Numbered.WRITER)
        .subscribe(it -> results.add(it.item() + " " + it.outcome()), errors::add);

    sender.stepFor(Duration.ofSeconds(9));
    assertThat(errors).isEmpty();
    assertThat(results).hasSize(5);
    sender.stepFor(Duration.ofSeconds(3));

    assertThat(errors).singleElement().isInstanceOf(XskException.class);
    assertThat(((XskException) errors.getFirst()).errno()).isEqualTo(EOPNOTSUPP);
    assertThat(sender.counters().failed()).isEqualTo(3);
    assertThat(sender.counters().dropped()).isEqualTo(2);
  }

  private SteppedSender senderWhoseInterfaceRefuses(XskMode mode, int txRingSize) {
    return senderWhoseInterfaceRefuses(mode, txRingSize, 8, Duration.ZERO);
  }

  private SteppedSender senderWhoseInterfaceRefuses(
      XskMode mode, int txRingSize, int batchSize, Duration linger) {
    ports.add(new BulkPort(bulkKernel.device(FRAMES, batchSize), new FrameGeometry(FRAMES, 2_048)));
    ports.add(copyPort(txRingSize));
    bulkKernel.runs.add(
        (call, packets) -> {
          call.takes(3).drops(2, EOPNOTSUPP);
          return 0;
        });
    bulkKernel.probes.clear();
    bulkKernel.probes.add(EOPNOTSUPP);
    return SteppedSender.over(
        ports::remove,
        it ->
            it.mode(mode)
                .frameCount(FRAMES)
                .batchSize(batchSize)
                .linger(linger)
                .completionTimeout(TEN_SECONDS));
  }

  private TxPort copyPort(int txRingSize) {
    XskConfig config =
        XskConfig.builder("virt0")
            .virtualKernel(copyKernel)
            .frameCount(FRAMES)
            .txRingSize(txRingSize)
            .batchSize(Math.min(8, txRingSize))
            .build();
    return new PortOpener(VirtualKernels.of(copyKernel), config).open();
  }

  private void send(SteppedSender sender, int items) {
    sender
        .<Integer>sendWithResults(Flux.range(0, items), Numbered.WRITER)
        .subscribe(it -> results.add(it.item() + " " + it.outcome()));
  }
}
