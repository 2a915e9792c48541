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
    FakeBpf refusing = new FakeBpf();
    SteppedSender slowed =
        SteppedSender.over(
            new BulkPort(refusing.device(2 * FRAMES, CALL), new FrameGeometry(2 * FRAMES, 2_048)),
            it -> it.batchSize(CALL));
    refusing.runs.add(
        (window, repeat) -> {
          window.drops(repeat);
          return 0;
        });
    slowed.<Integer>send(Flux.range(0, 2 * CALL), Numbered.WRITER).subscribe(reports::add);
    slowed.stepUntil("the stream has ended", () -> !reports.isEmpty());

    assertThat(runs(refusing))
        .as("a full window, then one of half the size, each with its own call")
        .containsExactly(
            "run xsk_transmit 32 of 64", "run xsk_transmit 16 of 64", "run xsk_transmit 16 of 64");
    assertThat(reports.getFirst().dropped()).isEqualTo(CALL);
  }

  /** The calls that send, without those that look at the link. */
  private List<String> runs() {
    return runs(kernel);
  }

  private static List<String> runs(FakeBpf kernel) {
    return kernel.names.stream().filter(name -> name.startsWith("run xsk_transmit")).toList();
  }

  private void send(int packets) {
    sender.<Integer>send(Flux.range(0, packets), Numbered.WRITER).subscribe(reports::add);
    sender.stepUntil("the stream has ended", () -> !reports.isEmpty());
  }
}
