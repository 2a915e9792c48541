package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;

/** The packet that is reported as dropped is the one that does not arrive, on every kernel. */
class DroppedPacketTest {

  private static final int PACKETS = 4_000;

  private final Numbered.Receiver received = new Numbered.Receiver();

  @ParameterizedTest
  @EnumSource
  void shouldReportThePacketsDroppedThatDidNotArrive(VirtualRelease release) {
    VirtualKernel kernel = VirtualKernel.builder().release(release).onPacket(received).build();
    SteppedSender sender = SteppedSender.over(kernel, it -> it.kickSize(1));
    List<SendResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) { // in the middle of a call, at its first packet, at its last
      kernel.onNextKicks(VirtualFault.busy().after(i * 7 % 32));
    }

    sender.sendWithResults(Flux.range(0, PACKETS), Numbered.WRITER).subscribe(results::add);
    sender.stepUntil("all results are there", () -> results.size() == PACKETS);

    List<Integer> dropped =
        results.stream()
            .filter(it -> it.outcome() == SendOutcome.DROPPED)
            .map(SendResult::item)
            .sorted()
            .toList();
    List<Integer> arrived = received.numbers();
    assertThat(dropped)
        .hasSize((int) kernel.counters().dropped())
        .hasSizeGreaterThan(10)
        .isEqualTo(
            IntStream.range(0, PACKETS).boxed().filter(it -> !arrived.contains(it)).toList());
  }
}
