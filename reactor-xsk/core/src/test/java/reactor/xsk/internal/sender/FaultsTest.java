package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** What a kick may do instead of sending, and that it costs no packet more than it must. */
@Timeout(60)
class FaultsTest {

  private static final int PACKETS = 1_000;

  private final Numbered.Receiver received = new Numbered.Receiver();
  private final VirtualKernel kernel = VirtualKernel.builder().onPacket(received).build();

  static Stream<Named<VirtualFault[]>> faultsThatPass() {
    return Stream.of(
        Named.of("EAGAIN", faults(VirtualFault.again().times(20))),
        Named.of("EAGAIN after some", faults(VirtualFault.takeOnly(7).times(50))),
        Named.of("ENOBUFS", faults(VirtualFault.noBuffers().times(20))),
        Named.of("ENOBUFS after some", faults(VirtualFault.noBuffers().after(3).times(9))),
        Named.of("ENETDOWN for a moment", faults(VirtualFault.netDown().times(3))),
        Named.of("a stall", faults(VirtualFault.stall().times(20))),
        Named.of("a stall after some", faults(VirtualFault.stall().after(5).times(20))),
        Named.of(
            "all of them",
            faults(
                VirtualFault.again(),
                VirtualFault.stall(),
                VirtualFault.takeOnly(1),
                VirtualFault.noBuffers(),
                VirtualFault.netDown(),
                VirtualFault.takeOnly(31))));
  }

  private static VirtualFault[] faults(VirtualFault... faults) {
    return faults;
  }

  @ParameterizedTest
  @MethodSource("faultsThatPass")
  void shouldSendAllInOrderInSpiteOf(VirtualFault[] faults) {
    kernel.onNextKicks(faults);
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      SendReport report = sender.sendNumbers(Flux.range(0, PACKETS)).block(Await.DEADLINE);

      assertThat(report.isClean()).as("%s", report).isTrue();
      assertThat(received.numbers()).isEqualTo(allNumbers());
      assertThat(sender.counters().kicksUnfinished()).as("kicks unfinished").isPositive();
    }
  }

  @Test
  void shouldLoseOnlyWhatTheKernelDrops() {
    kernel.onNextKicks(VirtualFault.busy().after(4).times(5));
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      List<SendResult<Integer>> results =
          sender.sendNumbersWithResults(Flux.range(0, PACKETS)).collectList().block(Await.DEADLINE);

      List<Integer> dropped =
          results.stream().filter(it -> !it.isCompleted()).map(SendResult::item).toList();
      assertThat(dropped).containsExactly(4, 9, 14, 19, 24);
      assertThat(received.numbers())
          .isEqualTo(allNumbers().stream().filter(n -> !dropped.contains(n)).toList());
    }
  }

  @Test
  void shouldCallNothingDroppedWhenThereIsNothingToDrop() {
    kernel.onNextKicks(VirtualFault.busy().after(50));
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      SendReport report = sender.sendNumbers(Flux.range(0, 10)).block(Await.DEADLINE);

      assertThat(report.isClean()).as("%s", report).isTrue();
    }
  }

  @Test
  void shouldFailWhenTheSocketIsNotBoundAnyMore() {
    kernel.onNextKicks(VirtualFault.unbound().after(10));
    VirtualSender sender = VirtualSender.open(kernel, it -> it.kickSize(1));
    XskException error = Ending.errorOf(sender, Flux.range(0, PACKETS));

    assertThat(error.operation()).contains("sendto");
    assertThat(error.reason()).isEqualTo("ENXIO");
    assertThat(error.values()).contains(sender.interfaceName());
    assertThat(error.report().completed()).isEqualTo(10);
    assertThat(error.report().failed()).isEqualTo(22);
    sender.close();
  }

  @Test
  void shouldWaitWhileTheInterfaceIsDown() {
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      kernel.setInterfaceUp(false);
      CompletableFuture<SendReport> report = sender.sendNumbers(Flux.range(0, PACKETS)).toFuture();
      Await.until("it waits", () -> sender.counters().linkWaits() == 1);
      long kicks = kernel.counters().kicks();
      Await.staysAt("kicks", kicks, Duration.ofMillis(100), () -> kernel.counters().kicks());
      kernel.setInterfaceUp(true);

      assertThat(report.join().isClean()).isTrue();
      assertThat(received.numbers()).isEqualTo(allNumbers());
      assertThat(sender.counters().linkWaits()).isEqualTo(1);
    }
  }

  @Test
  void shouldLoseAtMostOnePacketPerLossOfCarrier() {
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      ProbeSource<Integer> source = new ProbeSource<>();
      CompletableFuture<SendReport> report = sender.sendNumbers(source).toFuture();
      int next = 0;
      for (int loss = 1; loss <= 5; loss++) {
        kernel.setCarrier(false);
        for (int i = 0; i < 50; i++) {
          source.awaitRequested(next + 1);
          source.emit(next++);
        }
        int waits = loss;
        Await.until("it waits", () -> sender.counters().linkWaits() == waits);
        Await.staysAt("dropped", loss, Duration.ofMillis(40), () -> kernel.counters().dropped());
        kernel.setCarrier(true);
        int sent = next - loss;
        Await.until("the rest is sent", () -> received.numbers().size() == sent);
        // a loop that has packets in flight may see the next loss before it loses one
        Await.until("all is back", () -> sender.counters().inFlight() == 0);
      }
      source.complete();

      assertThat(report.join().dropped()).isEqualTo(5);
      assertThat(report.join().completed()).isEqualTo(245);
      assertThat(sender.counters().linkWaits()).isEqualTo(5);
    }
  }

  @Test
  void shouldNotCallFramesLostWhileTheLinkIsDown() {
    try (VirtualSender sender =
        VirtualSender.open(kernel, it -> it.completionTimeout(Duration.ofMillis(50)))) {
      kernel.setInterfaceUp(false);
      CompletableFuture<SendReport> report = sender.sendNumbers(Flux.range(0, 10)).toFuture();
      Await.until("it waits", () -> sender.counters().linkWaits() == 1);
      Await.staysAt("failed", 0, Duration.ofMillis(200), () -> sender.counters().failed());
      kernel.setInterfaceUp(true);

      assertThat(report.join().isClean()).isTrue();
    }
  }

  @Test
  void shouldEndWhenTheInterfaceIsRemovedWhileTheLinkIsDown() {
    VirtualSender sender = VirtualSender.open(kernel, it -> it);
    AtomicReference<Throwable> error = new AtomicReference<>();
    kernel.setInterfaceUp(false);
    sender.sendNumbers(Flux.range(0, 10)).subscribe(report -> {}, error::set);
    Await.until("it waits", () -> sender.counters().linkWaits() == 1);
    kernel.removeInterface();
    Await.until("it fails", Duration.ofSeconds(1), () -> error.get() != null);

    assertThat(((XskException) error.get()).reason()).isEqualTo("ENXIO");
    assertThat(((XskException) error.get()).report().failed()).as("not taken").isEqualTo(10);
    sender.close();
  }

  private static List<Integer> allNumbers() {
    return IntStream.range(0, PACKETS).boxed().toList();
  }
}
