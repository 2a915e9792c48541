package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.internal.sender.RecoveryFixture.FRAMES;
import static reactor.xsk.internal.sender.RecoveryFixture.assertAtRest;
import static reactor.xsk.internal.sender.RecoveryFixture.sent;
import static reactor.xsk.internal.sender.RecoveryFixture.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.XskCompletionException;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/** Completions that cannot be true, to the pass: refused by name, whatever the policy. */
@Timeout(60)
class ImpossibleCompletionsTest {

  @ParameterizedTest
  @EnumSource(LossPolicy.class)
  void shouldNameTheAddressOfARepeatedCompletion(LossPolicy policy) {
    VirtualKernel kernel = VirtualKernel.create();
    SteppedSender sender = SteppedSender.over(kernel, with(policy));
    kernel.repeatCompletions(1);
    // a stream of which nothing is left ends as its source did, also if the sender fails
    Flux<Integer> end = policy == LossPolicy.FAIL ? Flux.never() : Flux.empty();
    Ending stream = sent(sender, Flux.range(0, 10).concatWith(end));
    assertRefused(sender, policy, stream, "not in flight", 0x0);
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
