package reactor.xsk.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

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
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** What the kernel may do instead of sending, and that it costs no packet more than it must. */
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
    VirtualSender sender = VirtualSender.open(kernel, it -> it);
    XskException error = errorOf(sender, Flux.range(0, PACKETS));

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

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void shouldSendAllWhenCompletionsAreLate(int delayMs) {
    kernel.setCompletions(VirtualCompletions.after(Duration.ofMillis(delayMs)));
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it.frameCount(64))) {
      SendReport report = sender.sendNumbers(Flux.range(0, PACKETS)).block(Await.DEADLINE);

      assertThat(report.isClean()).isTrue();
      assertThat(received.numbers()).isEqualTo(allNumbers());
    }
  }

  @Test
  void shouldMatchResultsToItemsWhenCompletionsAreReversed() {
    kernel.setCompletions(VirtualCompletions.immediate().reversed());
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      List<Integer> items =
          sender
              .sendNumbersWithResults(Flux.range(0, PACKETS))
              .map(SendResult::item)
              .collectList()
              .block(Await.DEADLINE);

      assertThat(items).hasSize(PACKETS).containsExactlyInAnyOrderElementsOf(allNumbers());
      assertThat(items.getFirst()).as("the last of the first window is first").isEqualTo(31);
      assertThat(received.numbers()).isEqualTo(allNumbers());
    }
  }

  @Test
  void shouldReportLostFramesAfterTheCompletionTimeout() {
    kernel.loseCompletions(3);
    VirtualSender sender =
        VirtualSender.open(kernel, it -> it.completionTimeout(Duration.ofMillis(200)));
    XskException error = errorOf(sender, Flux.range(0, 100));

    assertThat(error.operation()).isEqualTo("completion");
    assertThat(error.reason()).contains("does not give frames back");
    assertThat(error.values()).contains("inFlight=3", "notTaken=0", sender.interfaceName());
    assertThat(error.report().lost()).isEqualTo(3);
    assertThat(error.report().completed()).isEqualTo(97);
    assertThat(error.report().firstFailure()).hasMessageContaining("never gave its frame back");
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    sender.close();
  }

  @Test
  void shouldNoticeOneLostFrameInATrafficThatGoesOn() {
    kernel.loseCompletions(1);
    VirtualSender sender =
        VirtualSender.open(kernel, it -> it.completionTimeout(Duration.ofMillis(200)));
    XskException error = errorOf(sender, Flux.range(0, Integer.MAX_VALUE).map(n -> n));

    assertThat(error.values()).contains("inFlight=");
    assertThat(error.report().lost()).isGreaterThanOrEqualTo(1);
    sender.close();
  }

  @Test
  void shouldReportAKernelThatStallsForGood() {
    kernel.onNextKicks(VirtualFault.stall().times(Integer.MAX_VALUE));
    VirtualSender sender =
        VirtualSender.open(kernel, it -> it.completionTimeout(Duration.ofMillis(200)));
    XskException error = errorOf(sender, Flux.range(0, 40));

    assertThat(error.values()).contains("notTaken=40");
    assertThat(error.report().failed()).isEqualTo(40);
    assertThat(error.report().lost()).as("the kernel never had them").isZero();
    sender.close();
  }

  @Test
  void shouldNameTheAddressOfACompletionThatRepeats() {
    kernel.repeatCompletions(1);
    VirtualSender sender = VirtualSender.open(kernel, it -> it);
    XskException error = errorOf(sender, Flux.range(0, 10).concatWith(Flux.never()));

    assertThat(error.reason()).isEqualTo("the kernel completed a frame that is not in flight");
    assertThat(error.values()).contains("address=0x0", "frame=0", "state=free");
    assertThat(error.report().completed()).as("the others are completed").isEqualTo(10);
    sender.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2_047, 2_048L * 2_048, 1L << 40, -2_048})
  void shouldNameTheAddressOfACompletionFromNowhere(long address) {
    VirtualSender sender = VirtualSender.open(kernel, it -> it);
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(new ProbeSource<>()).subscribe(report -> {}, error::set);
    kernel.completeAddress(address);
    Await.until("the stream fails", () -> error.get() != null);

    assertThat(error.get())
        .asInstanceOf(type(XskException.class))
        .satisfies(
            e -> {
              assertThat(e.reason()).contains("an address that is not a frame");
              assertThat(e.values()).contains("address=0x" + Long.toHexString(address) + ",");
            });
    sender.close();
  }

  private static XskException errorOf(VirtualSender sender, Flux<Integer> source) {
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(source).subscribe(report -> {}, error::set);
    Await.until("the stream has failed", () -> error.get() != null);
    assertThat(error.get()).isInstanceOf(XskException.class);
    assertThat(((XskException) error.get()).report()).as("the report").isNotNull();
    assertThat(((XskException) error.get()).hint()).as("the hint").isNotBlank();
    return (XskException) error.get();
  }

  private static List<Integer> allNumbers() {
    return IntStream.range(0, PACKETS).boxed().toList();
  }
}
