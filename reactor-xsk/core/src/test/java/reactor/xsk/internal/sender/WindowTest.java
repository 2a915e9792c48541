package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualDescriptor;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualTransmit;

/** One window, one publication, one doorbell, and more on all but the last: invariant 5. */
@Timeout(60)
class WindowTest {

  static Stream<Arguments> windows() {
    return Stream.of(1, 2, 32, 33, 64, 256)
        .flatMap(
            batchSize ->
                Stream.of(1, batchSize - 1, batchSize, batchSize + 1, 1_000, 10 * batchSize)
                    .filter(packets -> packets > 0)
                    .distinct()
                    .map(packets -> Arguments.of(packets, batchSize)));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void shouldRingOncePerWindowOfAFusedSource(int packets, int batchSize) {
    checkWindows(Flux.range(0, packets), packets, batchSize);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void shouldRingOncePerWindowOfAPlainSource(int packets, int batchSize) {
    checkWindows(Flux.range(0, packets).hide(), packets, batchSize);
  }

  private static void checkWindows(Flux<Integer> source, int packets, int batchSize) {
    VirtualKernel kernel = tracing(VirtualTransmit.BATCH_MORE);
    int windows = (packets + batchSize - 1) / batchSize;
    try (VirtualSender sender =
        VirtualSender.open(kernel, it -> it.batchSize(batchSize).kickSize(1))) {
      sender.sendNumbers(source).block(Await.DEADLINE);

      assertThat(kernel.counters().packets()).as("packets").isEqualTo(packets);
      assertThat(kernel.counters().kicks()).as("kicks").isEqualTo(windows);
      assertThat(kernel.counters().doorbells()).as("doorbells").isEqualTo(windows);
      assertThat(sender.counters().windows()).as("windows").isEqualTo(windows);
      assertThat(sender.counters().kicks()).as("kicks as counted").isEqualTo(windows);
      assertThat(lastOfWindows(kernel.trace()))
          .as("packets without more")
          .isEqualTo(
              IntStream.range(0, packets)
                  .filter(i -> i % batchSize == batchSize - 1 || i == packets - 1)
                  .boxed()
                  .toList());
    }
  }

  private static List<Integer> lastOfWindows(List<VirtualDescriptor> trace) {
    List<Integer> last = new ArrayList<>();
    for (int i = 0; i < trace.size(); i++) {
      if (!trace.get(i).more()) {
        last.add(i);
      }
    }
    return last;
  }

  @Test
  void shouldRingForEachPacketInCopyMode() {
    VirtualKernel kernel = tracing(VirtualTransmit.COPY);
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it.kickSize(1))) {
      sender.sendNumbers(Flux.range(0, 1_000)).block(Await.DEADLINE);

      assertThat(kernel.counters().doorbells()).isEqualTo(1_000);
      assertThat(kernel.counters().kicks()).as("kicks").isEqualTo(32);
    }
  }

  static Stream<Set<Integer>> failedPackets() {
    return Stream.of(
        Set.of(0),
        Set.of(3),
        Set.of(7),
        Set.of(0, 1),
        Set.of(6, 7),
        Set.of(0, 7),
        Set.of(1, 2, 3, 4, 5, 6),
        Set.of(0, 1, 2, 3, 4, 5, 6));
  }

  @ParameterizedTest
  @MethodSource("failedPackets")
  void shouldKeepMoreRightWhenPacketsOfAWindowFail(Set<Integer> failed) {
    VirtualKernel kernel = tracing(VirtualTransmit.BATCH_MORE);
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it.batchSize(8).kickSize(1))) {
      SendReport report =
          sender
              .send(
                  Flux.range(0, 16),
                  (number, frame) ->
                      failed.contains(number) ? 0 : Numbered.WRITER.write(number, frame))
              .block(Await.DEADLINE);

      int written = 8 - failed.size();
      assertThat(report.failed()).as("failed").isEqualTo(failed.size());
      assertThat(report.completed()).as("completed").isEqualTo(16 - failed.size());
      assertThat(lastOfWindows(kernel.trace()))
          .as("packets without more")
          .containsExactly(written - 1, written + 7);
      assertThat(kernel.counters().doorbells()).as("doorbells").isEqualTo(2);
      assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    }
  }

  @Test
  void shouldNotRingForAWindowInWhichAllFail() {
    VirtualKernel kernel = tracing(VirtualTransmit.BATCH_MORE);
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it.batchSize(8).kickSize(1))) {
      SendReport report =
          sender.send(Flux.range(0, 24), (number, frame) -> 0).block(Await.DEADLINE);

      assertThat(report.failed()).isEqualTo(24);
      assertThat(kernel.counters().kicks()).as("kicks").isZero();
      assertThat(sender.counters().windows()).as("windows").isZero();
      assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    }
  }

  @Test
  void shouldPublishAsLongAsWritten() {
    VirtualKernel kernel = tracing(VirtualTransmit.BATCH_MORE);
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      sender.send(Flux.just(14, 60, 1_514, 99), (length, frame) -> length).block(Await.DEADLINE);

      assertThat(kernel.trace())
          .extracting(VirtualDescriptor::lengthBytes)
          .containsExactly(14, 60, 1_514, 99);
      assertThat(sender.counters().bytes()).isEqualTo(14 + 60 + 1_514 + 99);
    }
  }

  private static VirtualKernel tracing(VirtualTransmit transmit) {
    return VirtualKernel.builder().transmit(transmit).traceDescriptors().build();
  }
}
