package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.internal.port.PortOpener;
import reactor.xsk.internal.port.ZeroCopyKernel;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualKernel;

/** A zero-copy driver that refuses every kick from some packet on, as one that lost its program. */
class ZeroCopyRefusalTest {

  private static final int EINVAL = 22;
  private static final int ENETDOWN = 100;

  private final Numbered.Receiver receiver = new Numbered.Receiver();
  private final VirtualKernel model = VirtualKernel.builder().onPacket(receiver).build();
  private final ZeroCopyKernel kernel = new ZeroCopyKernel(VirtualKernels.of(model));
  private final List<SendReport> reports = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private PortOpener opener;

  @ParameterizedTest
  @ValueSource(ints = {6, EINVAL, ENETDOWN})
  void shouldGoOverToCopyModeAndSendWhatWasNotTakenInItsOrder(int errno) {
    SteppedSender sender = sender(XskMode.AUTO);
    send(sender, 10);
    assertThat(reports).hasSize(1);
    kernel.refusal = errno;

    send(sender, 40);

    assertThat(reports).hasSize(2);
    assertThat(reports.getLast().completed()).isEqualTo(40);
    assertThat(receiver.numbers()).isEqualTo(numbers(10, 40));
    assertThat(sender.port().mode()).isEqualTo(XskMode.COPY);
    assertThat(sender.port().freeFrames()).isEqualTo(sender.port().frameCount());
    assertThat(kernel.events)
        .as("the queue is free before it is bound anew")
        .containsExactly("open zero-copy", "close zero-copy", "open copy");
  }

  @Test
  void shouldFailWhatWasNotTakenOfFramesOfSeveralChunksAndSendWhatComesThen() {
    SteppedSender sender = sender(XskMode.AUTO, 8_192);
    kernel.refusal = EINVAL;

    send(sender, 5);
    send(sender, 7);

    assertThat(reports).extracting(SendReport::failed).containsExactly(5L, 0L);
    assertThat(reports.getLast().completed()).isEqualTo(7);
    assertThat(sender.port().mode()).isEqualTo(XskMode.COPY);
    assertThat(sender.port().freeFrames()).isEqualTo(sender.port().frameCount());
  }

  @Test
  void shouldNotTryZeroCopyOnceMore() {
    SteppedSender sender = sender(XskMode.AUTO);
    kernel.refusal = EINVAL;
    send(sender, 1);
    kernel.refusal = 0;
    sender.port().close();

    XskMode reopened = opener.open().mode();

    assertThat(reopened).isEqualTo(XskMode.COPY);
  }

  @Test
  void shouldFailInModeZeroCopy() {
    SteppedSender sender = sender(XskMode.ZERO_COPY);
    kernel.refusal = EINVAL;

    send(sender, 3);

    assertThat(errors).singleElement().isInstanceOf(XskException.class);
    assertThat(errors.getFirst())
        .hasMessageContaining("EINVAL")
        .hasMessageContaining("XDP program");
    assertThat(sender.counters().failed()).isEqualTo(3);
    assertThat(kernel.events).containsExactly("open zero-copy", "close zero-copy");
  }

  @Test
  void shouldNotGoOverWhereTheInterfaceIsGone() {
    SteppedSender sender = sender(XskMode.AUTO);
    kernel.refusal = 6;
    model.removeInterface();

    send(sender, 3);

    assertThat(errors).singleElement().isInstanceOf(XskException.class);
    assertThat(kernel.events).doesNotContain("open copy");
  }

  @Test
  void shouldAccountForEveryPacketWhereCopyModeCannotBeOpenedEither() {
    SteppedSender sender = sender(XskMode.AUTO);
    kernel.refusal = EINVAL;
    kernel.noCopyMode = new XskException("bind(AF_XDP)", 12, "ENOMEM", "", "none", null);

    send(sender, 5);

    assertThat(reports).singleElement().extracting(SendReport::failed).isEqualTo(5L);
    assertThat(sender.hasFailed()).isTrue();
    assertThat(kernel.events).containsExactly("open zero-copy", "close zero-copy");
  }

  private SteppedSender sender(XskMode mode) {
    return sender(mode, 2_048);
  }

  private SteppedSender sender(XskMode mode, int frameSize) {
    XskConfig config =
        XskConfig.builder("step0").mode(mode).frameCount(64).frameSize(frameSize).build();
    opener = new PortOpener(kernel, config);
    return SteppedSender.over(
        opener::open, it -> it.mode(mode).frameCount(64).bindTimeout(Duration.ZERO));
  }

  private void send(SteppedSender sender, int items) {
    int ended = reports.size() + errors.size();
    sender.send(Flux.range(0, items), Numbered.WRITER).subscribe(reports::add, errors::add);
    sender.stepUntil("the stream has ended", () -> reports.size() + errors.size() > ended);
    sender.stepFor(Duration.ofMillis(200));
  }

  private static List<Integer> numbers(int first, int second) {
    return IntStream.concat(IntStream.range(0, first), IntStream.range(0, second)).boxed().toList();
  }
}
