package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
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

/** Completions that are late, out of order, missing, repeated or from nowhere, in real time. */
@Timeout(60)
class FaultyCompletionsTest {

  private static final int PACKETS = 1_000;

  private final Numbered.Receiver received = new Numbered.Receiver();
  private final VirtualKernel kernel = VirtualKernel.builder().onPacket(received).build();

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
      assertThat(items.getFirst()).as("the last of a kick is first").isPositive();
      assertThat(received.numbers()).isEqualTo(allNumbers());
    }
  }

  @Test
  void shouldReportLostFramesAfterTheCompletionTimeout() {
    kernel.loseCompletions(3);
    VirtualSender sender =
        VirtualSender.open(kernel, it -> it.completionTimeout(Duration.ofMillis(200)));
    XskException error = Ending.errorOf(sender, Flux.range(0, 100));

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
    XskException error = Ending.errorOf(sender, Flux.range(0, Integer.MAX_VALUE).map(n -> n));

    assertThat(error.values()).contains("inFlight=");
    assertThat(error.report().lost()).isGreaterThanOrEqualTo(1);
    sender.close();
  }

  @Test
  void shouldReportAKernelThatStallsForGood() {
    kernel.onNextKicks(VirtualFault.stall().times(Integer.MAX_VALUE));
    VirtualSender sender =
        VirtualSender.open(kernel, it -> it.completionTimeout(Duration.ofMillis(200)));
    XskException error = Ending.errorOf(sender, Flux.range(0, 40));

    assertThat(error.values()).contains("notTaken=40");
    assertThat(error.report().failed()).isEqualTo(40);
    assertThat(error.report().lost()).as("the kernel never had them").isZero();
    sender.close();
  }

  @Test
  void shouldNameTheAddressOfACompletionThatRepeats() {
    kernel.repeatCompletions(1);
    VirtualSender sender = VirtualSender.open(kernel, it -> it);
    XskException error = Ending.errorOf(sender, Flux.range(0, 10).concatWith(Flux.never()));

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

  private static List<Integer> allNumbers() {
    return IntStream.range(0, PACKETS).boxed().toList();
  }
}
