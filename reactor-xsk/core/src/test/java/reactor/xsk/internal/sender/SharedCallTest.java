package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.internal.bpf.FakeBpf;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.port.BulkPort;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;

/** Full windows that are ready share a call of mode BULK, and none waits for what is not there. */
class SharedCallTest {

  private static final int WINDOW = 8;
  private static final int CALL = 32;
  private static final int FRAMES = 64;

  private final FakeBpf kernel = new FakeBpf();
  private final SteppedSender sender =
      SteppedSender.over(
          new BulkPort(kernel.device(FRAMES, CALL), new FrameGeometry(FRAMES, 2_048)),
          it -> it.batchSize(WINDOW));
  private final List<SendReport> reports = new ArrayList<>();

  @BeforeEach
  void forgetTheOpening() {
    kernel.names.clear();
  }

  @Test
  void shouldLetFullWindowsShareACallUntilItIsFull() {
    send(2 * CALL);

    assertThat(runs()).containsExactly("run xsk_transmit 32 of 64", "run xsk_transmit 32 of 64");
    assertThat(sender.counters().windows()).isEqualTo(2 * CALL / WINDOW);
  }

  @Test
  void shouldSendFullWindowsWithTheSmallerOneThatFollows() {
    send(WINDOW + 3);

    assertThat(runs()).containsExactly("run xsk_transmit 11 of 64");
  }

  @Test
  void shouldSendAWindowThatIsNotFullAtOnce() {
    ProbeSource<Integer> source = new ProbeSource<>();
    sender.<Integer>send(source, Numbered.WRITER).subscribe(reports::add);
    sender.step();
    source.emit(1);

    sender.step();

    assertThat(runs()).containsExactly("run xsk_transmit 1 of 64");
  }

  @Test
  void shouldSendAFullWindowInThePassThatFindsNoOther() {
    ProbeSource<Integer> source = new ProbeSource<>();
    sender.<Integer>send(source, Numbered.WRITER).subscribe(reports::add);
    sender.step();
    for (int i = 0; i < WINDOW; i++) {
      source.emit(i);
    }

    assertThat(sender.step()).as("there is something left to do").isTrue();
    assertThat(runs()).isEmpty();
    sender.step();

    assertThat(runs()).containsExactly("run xsk_transmit 8 of 64");
  }

  @Test
  void shouldLetNoWindowWaitWhileTheDeviceRefuses() {
    int large = 32;
    SteppedSender refused =
        SteppedSender.over(
            new BulkPort(kernel.device(4 * large, 4 * large), new FrameGeometry(4 * large, 2_048)),
            it -> it.batchSize(large).frameCount(4 * large));
    kernel.runs.add(
        (window, repeat) -> {
          window.drops(repeat);
          return 0;
        });
    refused.<Integer>send(Flux.range(0, 5 * large), Numbered.WRITER).subscribe(reports::add);
    refused.stepUntil("the stream has ended", () -> !reports.isEmpty());

    assertThat(runs())
        .as("half a window each, and each with its own call")
        .containsExactly(
            "run xsk_transmit 128 of 64", "run xsk_transmit 16 of 64", "run xsk_transmit 16 of 64");
    assertThat(reports.getFirst().dropped()).isEqualTo(4L * large);
  }

  private void send(int packets) {
    sender.<Integer>send(Flux.range(0, packets), Numbered.WRITER).subscribe(reports::add);
    sender.stepUntil("the stream has ended", () -> !reports.isEmpty());
  }

  /** The calls that carry packets: between them the loop looks at the link. */
  private List<String> runs() {
    return kernel.names.stream().filter(name -> name.startsWith("run xsk_transmit")).toList();
  }
}
