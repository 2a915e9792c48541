package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskMode;
import reactor.xsk.internal.events.QueueEvents;
import reactor.xsk.internal.port.Ports;
import reactor.xsk.internal.stream.MonoSend;
import reactor.xsk.virtual.VirtualKernel;

/**
 * A lane in which memory runs out at one step: its port is closed, and whoever waits for the end of
 * the lane, such as what closes that which lanes share, sees it.
 */
@Timeout(60)
class LaneEndTest {

  private static final int PACKET_BYTES = 60;

  /** What a lane does for others than itself. */
  enum Step {
    RECORD_OPENED,
    RECORD_WINDOW,
    RECORD_CLOSED,
    REPORT
  }

  private final VirtualKernel kernel = VirtualKernel.create();

  private XskConfig config(@Nullable Step failing) {
    return XskConfig.builder("end0")
        .mode(XskMode.VIRTUAL)
        .virtualKernel(kernel)
        .bindTimeout(Duration.ZERO)
        .closeTimeout(Duration.ofSeconds(5))
        .reportListener(report -> run(Step.REPORT, failing))
        .build();
  }

  private static void run(Step step, @Nullable Step failing) {
    if (step == failing) {
      throw new OutOfMemoryError("injected: " + step);
    }
  }

  /** Memory runs out when one step is recorded, each time. */
  private static final class FailingEvents extends QueueEvents {
    private final Step failing;

    FailingEvents(Step failing) {
      super("end0", 0);
      this.failing = failing;
    }

    @Override
    public void opened(XskMode mode, int frames) {
      run(Step.RECORD_OPENED, failing);
    }

    @Override
    public void windowSent(int packets, long bytes, int inFlight) {
      run(Step.RECORD_WINDOW, failing);
    }

    @Override
    public void closed(XskCounters counters, @Nullable Throwable failure) {
      run(Step.RECORD_CLOSED, failing);
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void shouldEndAndReleaseThePortWhereverMemoryRunsOut(Step failing) throws Exception {
    XskConfig config = config(failing);
    Lane lane = new Lane(config, Ports.of(config)::open, new FailingEvents(failing));
    lane.start();
    try {
      lane.thread().opened().get(30, TimeUnit.SECONDS);
      endOf(
          MonoSend.<Integer>assembled(
              lane::starter, Flux.range(0, 10), (n, frame) -> PACKET_BYTES));
    } catch (ExecutionException refused) {
      assertThat(refused).hasCauseInstanceOf(OutOfMemoryError.class);
    }
    lane.requestClose(System.nanoTime());

    assertThatCode(() -> lane.ended().get(30, TimeUnit.SECONDS)).doesNotThrowAnyException();
    lane.thread().join(30_000);
    XskConfig again = config(null);
    assertThatCode(() -> Ports.of(again).open().close())
        .as("the queue is free again")
        .doesNotThrowAnyException();
  }

  /** A stream has an end, whichever. */
  private static void endOf(Mono<SendReport> stream) {
    assertThat(stream.materialize().block(Duration.ofSeconds(30))).isNotNull();
  }
}
