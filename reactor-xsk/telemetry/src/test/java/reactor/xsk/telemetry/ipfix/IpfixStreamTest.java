package reactor.xsk.telemetry.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.telemetry.Written.u16;
import static reactor.xsk.telemetry.Written.u32;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;
import reactor.xsk.telemetry.FakeTime;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.Written;
import reactor.xsk.telemetry.record.RecordTemplate;

/** What an exporter is as an operator: cold, bounded, paced, and polite to its neighbours. */
class IpfixStreamTest {

  private static final int PER_MESSAGE = 30;

  private final FakeTime time = new FakeTime(Instant.ofEpochSecond(0x6927ca9eL));

  record Flow(long octetDeltaCount, long packetDeltaCount) {}

  private static final Flow FLOW = new Flow(1, 1);

  private IpfixExporterBuilder<Flow> builder() {
    return IpfixExporter.builder(RecordTemplate.of(Flow.class))
        .templateCopies(1)
        .pace(0, 1)
        .clock(time.clock())
        .scheduler(time.scheduler());
  }

  @AfterEach
  void shutDown() {
    time.scheduler().dispose();
  }

  @Test
  void shouldTakeNothingBeforeItIsSubscribed() {
    TestPublisher<Flow> source = TestPublisher.create();
    builder().build().messages(source);
    source.assertWasNotSubscribed();
  }

  @Test
  void shouldEmitNoMoreMessagesThanAreDemanded() {
    StepVerifier.create(builder().build().messages(Flux.just(FLOW).repeat(1_000)), 0)
        .thenRequest(1)
        .expectNextCount(1)
        .thenRequest(3)
        .expectNextCount(3)
        .thenCancel()
        .verify();
  }

  @Test
  void shouldRequestNoMoreRecordsThanThePrefetchAhead() {
    AtomicInteger emitted = new AtomicInteger();
    Flux<Flow> source =
        Flux.<Flow>generate(it -> it.next(FLOW)).doOnNext(it -> emitted.incrementAndGet());
    StepVerifier.create(builder().prefetch(64).build().messages(source), 2)
        .expectNextCount(2)
        .then(() -> assertThat(emitted).hasValue(64))
        .thenRequest(10)
        .expectNextCount(10)
        .then(() -> assertThat(emitted.get()).isBetween(10 * PER_MESSAGE, 11 * PER_MESSAGE + 64))
        .thenCancel()
        .verify();
  }

  @Test
  void shouldCompleteWithoutDemandOnceNothingIsLeft() {
    StepVerifier.create(builder().build().messages(Flux.empty()), 2)
        .expectNextCount(2)
        .verifyComplete();
  }

  @Test
  void shouldEmitWhatWasPackedBeforeTheErrorOfTheSource() {
    Flux<Flow> source =
        Flux.just(FLOW, FLOW).concatWith(Flux.error(new IllegalStateException("broken")));
    StepVerifier.create(builder().build().messages(source).map(TelemetryMessage::recordCount))
        .expectNext(0, 0, 2)
        .verifyErrorMessage("broken");
  }

  @Test
  void shouldDiscardRecordsThatWereTakenWhenItIsCancelled() {
    List<Object> discarded = new ArrayList<>();
    IpfixExporter<Flow> exporter = builder().build();
    BaseSubscriber<TelemetryMessage> subscriber =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(3);
          }
        };
    exporter
        .messages(Flux.just(FLOW).repeat(99).concatWith(Flux.never()))
        .doOnDiscard(Flow.class, discarded::add)
        .subscribe(subscriber);
    subscriber.cancel();
    assertThat(discarded).hasSize(100 - PER_MESSAGE);
    assertThat(exporter.report().notSentRecords()).isEqualTo(100 - PER_MESSAGE);
  }

  @Test
  void shouldShowTheContextOfItsSubscriberToTheSource() {
    AtomicReference<Context> seen = new AtomicReference<>();
    Flux<Flow> source =
        Flux.deferContextual(
            context -> {
              seen.set(Context.of(context));
              return Flux.empty();
            });
    builder().build().messages(source).contextWrite(Context.of("key", "value")).blockLast();
    assertThat(Objects.requireNonNull(seen.get()).<String>get("key")).isEqualTo("value");
  }

  @Test
  void shouldCancelItsSourceAndBeScannable() {
    TestPublisher<Flow> source = TestPublisher.create();
    List<Scannable> operators = new ArrayList<>();
    BaseSubscriber<TelemetryMessage> subscriber =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            operators.add(Scannable.from(subscription));
          }
        };
    builder().prefetch(32).build().messages(source).subscribe(subscriber);
    Scannable operator = operators.getFirst();
    assertThat(operator.scan(Scannable.Attr.PREFETCH)).isEqualTo(32);
    source.next(FLOW);
    assertThat(operator.scan(Scannable.Attr.BUFFERED)).isEqualTo(1);
    subscriber.cancel();
    assertThat(operator.scan(Scannable.Attr.CANCELLED)).isTrue();
    source.assertCancelled();
  }

  @Test
  void shouldServeOneStreamAtATime() {
    IpfixExporter<Flow> exporter = builder().build();
    Disposable first = exporter.messages(Flux.<Flow>never()).subscribe();
    StepVerifier.create(exporter.messages(Flux.empty())).verifyError(IllegalStateException.class);
    first.dispose();
    StepVerifier.create(exporter.messages(Flux.empty())).expectNextCount(2).verifyComplete();
  }

  @Test
  void shouldStopASourceThatEmitsMoreThanWasRequested() {
    TestPublisher<Flow> source =
        TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);
    StepVerifier.create(builder().prefetch(8).build().messages(source), 0)
        .then(
            () -> {
              for (int i = 0; i < 50; i++) {
                source.next(FLOW);
              }
            })
        .thenRequest(Long.MAX_VALUE)
        .thenConsumeWhile(it -> true)
        .verifyErrorMatches(it -> it.getMessage().contains("rule 1.1"));
  }

  @Test
  void shouldEmitNoFasterThanItsPace() {
    List<Long> sentMs = new ArrayList<>();
    builder()
        .pace(1_000, 10)
        .build()
        .messages(Flux.just(FLOW).repeat(50 * PER_MESSAGE))
        .subscribe(it -> sentMs.add(time.clock().epochMillis() - 0x6927ca9eL * 1_000));
    assertThat(sentMs).as("a burst").hasSize(10);
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofMillis(1));
      assertThat(sentMs.size()).isLessThanOrEqualTo(10 + i + 1);
    }
    assertThat(sentMs).as("all of them in the end").hasSize(2 + 51);
  }

  @Test
  void shouldLetACollectorThatStartsAtAnyTimeDecodeWithinOneRefresh() {
    List<byte[]> messages = new ArrayList<>();
    int refreshMessages = 20;
    builder()
        .templateRefresh(Duration.ofSeconds(30), refreshMessages)
        .build()
        .messages(Flux.just(FLOW).repeat(500 * PER_MESSAGE))
        .subscribe(it -> messages.add(Written.message(it, 512)));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      int start = random.nextInt(messages.size() - refreshMessages - 2);
      assertThat(messages.subList(start, start + refreshMessages + 2))
          .as("from message " + start)
          .anyMatch(it -> u16(it, 16) == 2);
    }
    Set<Long> declared = new HashSet<>();
    for (byte[] message : messages) {
      if (u16(message, 16) == 2) {
        declared.add((long) u16(message, 20));
        assertThat(u16(message, 22)).as("fields; 0 is a withdrawal").isPositive();
      } else if (u16(message, 16) >= 256) {
        assertThat(declared).contains((long) u16(message, 16));
      }
    }
    assertThat(u32(messages.getLast(), 8)).isPositive();
  }

  @Test
  void shouldNotKeepARecordWaitingBehindOthers() {
    Sinks.Many<Flow> records = Sinks.many().unicast().onBackpressureBuffer();
    List<Integer> counts = new ArrayList<>();
    builder()
        .maxDelay(Duration.ofMillis(10))
        .build()
        .messages(records.asFlux())
        .subscribe(it -> counts.add(it.recordCount()));
    for (int i = 0; i < 5; i++) {
      records.tryEmitNext(FLOW);
      time.advance(Duration.ofMillis(4));
    }
    time.advance(Duration.ofMillis(10));
    assertThat(counts).containsExactly(0, 0, 3, 2);
  }
}
