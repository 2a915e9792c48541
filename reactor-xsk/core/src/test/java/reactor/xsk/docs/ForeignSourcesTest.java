package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.smallrye.mutiny.Multi;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.flow.FlowKt;
import kotlinx.coroutines.reactive.ReactiveFlowKt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.support.VirtualSender;

/** The recipes for sources of other libraries, as docs/recipes.md quotes them. */
class ForeignSourcesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int READINGS = 1_000;
  private static final PacketWriter<Integer> WRITER = ForeignSourcesTest::write;

  private final VirtualSender sender = VirtualSender.open();

  private static int write(Integer reading, MemorySegment frame) {
    frame.asSlice(0, 60).fill(reading.byteValue());
    return 60;
  }

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void shouldSendAFlowableOfRxJava() {
    Flowable<Integer> readings = Flowable.range(0, READINGS);

    Mono<SendReport> sending = sender.send(readings, WRITER);

    assertThatAllLeave(sending);
  }

  @Test
  void shouldSendAMultiOfMutiny() {
    Multi<Integer> readings = Multi.createFrom().range(0, READINGS);

    Mono<SendReport> sending = sender.send(JdkFlowAdapter.flowPublisherToFlux(readings), WRITER);

    assertThatAllLeave(sending);
  }

  @Test
  void shouldSendAFlowOfKotlin() {
    Flow<Integer> readings = FlowKt.asFlow(List.copyOf(numbers()));

    Publisher<Integer> publisher = ReactiveFlowKt.asPublisher(readings);
    Mono<SendReport> sending = sender.send(publisher, WRITER);

    assertThatAllLeave(sending);
  }

  @Test
  void shouldSendAPublisherOfTheJdk() {
    Mono<SendReport> started;
    try (SubmissionPublisher<Integer> readings = new SubmissionPublisher<>()) {
      Mono<SendReport> sending = sender.send(JdkFlowAdapter.flowPublisherToFlux(readings), WRITER);

      started = sending.cache();
      started.subscribe();
      numbers().forEach(readings::submit);
    }
    assertThatAllLeave(started);
  }

  private static List<Integer> numbers() {
    return Flux.range(0, READINGS).collectList().block(PATIENCE);
  }

  private static void assertThatAllLeave(Mono<SendReport> sending) {
    assertThat(sending.block(PATIENCE))
        .returns((long) READINGS, SendReport::accepted)
        .returns(true, SendReport::isClean);
  }
}
