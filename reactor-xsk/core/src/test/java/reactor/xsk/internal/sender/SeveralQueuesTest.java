package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskCompletionException;
import reactor.xsk.XskException;
import reactor.xsk.XskLane;
import reactor.xsk.XskMode;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** A sender over several queues, with a lane for each. */
@Timeout(60)
class SeveralQueuesTest {

  private static final int QUEUES = 4;

  private final VirtualKernel kernel = VirtualKernel.builder().queues(QUEUES).build();
  private final VirtualSender sender =
      VirtualSender.open(
          kernel,
          it ->
              it.queues(0, QUEUES)
                  .closeTimeout(Duration.ofMillis(200))
                  .completionTimeout(Duration.ofMillis(50)));

  @AfterEach
  void close() {
    sender.close();
    assertThat(LoopThreads.of(sender.interfaceName())).isEmpty();
  }

  @Test
  void shouldNameTheQueueModeAndCountersOfEachLane() {
    assertThat(sender.queues()).extracting(XskLane::queue).containsExactly(0, 1, 2, 3);
    assertThat(sender.queues()).extracting(XskLane::mode).containsOnly(XskMode.VIRTUAL);
    assertThat(sender.queues()).extracting(XskLane::failure).containsOnlyNulls();
    assertThat(sender.queues())
        .extracting(lane -> lane.counters().freeFrames())
        .containsOnly((long) sender.config().frameCount());
  }

  @Test
  void shouldGiveTheNextStreamToTheLaneWithTheFewest() {
    List<Disposable> streams = new ArrayList<>();
    for (int i = 0; i < 2 * QUEUES; i++) {
      streams.add(sender.sendNumbers(Flux.<Integer>never()).subscribe());
    }
    Await.until("all are open", () -> sender.counters().openStreams() == 2 * QUEUES);

    assertThat(sender.queues()).extracting(lane -> lane.counters().openStreams()).containsOnly(2L);
    streams.forEach(Disposable::dispose);
  }

  @Test
  void shouldSumTheCountersOfItsLanes() {
    Flux.range(0, 16)
        .flatMap(i -> sender.sendNumbers(Flux.range(0, 1_000)), 16)
        .blockLast(Await.DEADLINE);

    assertThat(sender.counters().completed()).isEqualTo(16_000);
    assertThat(sender.queues())
        .extracting(lane -> lane.counters().completed())
        .allSatisfy(completed -> assertThat(completed).isPositive());
    assertThat(sender.queues().stream().mapToLong(lane -> lane.counters().completed()).sum())
        .isEqualTo(16_000);
  }

  @Test
  void shouldKeepTheOrderOfEachKeyAndUseAllLanes() {
    Map<Integer, ConcurrentLinkedQueue<Integer>> sent = new ConcurrentHashMap<>();
    Map<Integer, Set<String>> threads = new ConcurrentHashMap<>();
    PacketWriter<Integer> writer =
        (number, frame) -> {
          int key = number % 64;
          sent.computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>()).add(number);
          threads
              .computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet())
              .add(Thread.currentThread().getName());
          return Numbered.WRITER.write(number, frame);
        };
    SendReport report =
        sender.sendByKey(Flux.range(0, 64_000), number -> number % 64, writer).block();

    assertThat(report.completed()).isEqualTo(64_000);
    assertThat(sent)
        .hasSize(64)
        .allSatisfy((key, numbers) -> assertThat(List.copyOf(numbers)).isSorted());
    assertThat(threads.values()).allSatisfy(of -> assertThat(of).hasSize(1));
    assertThat(sender.queues())
        .allSatisfy(lane -> assertThat(lane.counters().completed()).isPositive());
  }

  @Test
  void shouldFailAStreamByKeyWithTheErrorOfItsSourceAfterWhatWasAcceptedIsSent() {
    Flux<Integer> source =
        Flux.range(0, 1_000).concatWith(Mono.error(new IllegalStateException("source")));

    StepVerifier.create(sender.sendByKey(source, number -> number, Numbered.WRITER))
        .expectErrorMessage("source")
        .verify(Await.DEADLINE);
    assertThat(sender.counters().completed()).isEqualTo(1_000);
  }

  @Test
  void shouldFailAStreamByKeyWhenItsKeyFunctionThrows() {
    StepVerifier.create(
            sender.sendByKey(Flux.range(0, 10), number -> 1 / (number - 5), Numbered.WRITER))
        .expectError(ArithmeticException.class)
        .verify(Await.DEADLINE);
  }

  /** Reactor throws what it counts as fatal to the JVM; a stream that it left had no end. */
  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, LinkageError.class, AssertionError.class})
  void shouldEndEachPartOfAStreamByKeyWhateverItsKeyFunctionThrows(Class<? extends Error> kind)
      throws ReflectiveOperationException {
    Error error = kind.getConstructor().newInstance();
    StepVerifier.create(
            sender.sendByKey(
                Flux.range(0, 100),
                number -> {
                  if (number == 50) {
                    throw error;
                  }
                  return number;
                },
                Numbered.WRITER))
        .expectErrorMatches(thrown -> thrown == error)
        .verify(Await.DEADLINE);

    Await.until("all parts have ended", () -> sender.counters().openStreams() == 0);
    assertThat(sender.counters().completed()).isEqualTo(50);
  }

  @Test
  void shouldEndOnlyTheLaneThatFails() {
    kernel.loseCompletions(1);
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(Flux.range(0, 1).concatWith(Flux.never())).subscribe(r -> {}, error::set);
    Await.until("that stream has failed", () -> error.get() != null);

    assertThat(Ending.reportOf(error.get(), XskCompletionException.class).lost()).isEqualTo(1);
    Await.until("its lane has ended", () -> failures().size() == 1);
    assertThat(failures().getFirst()).isInstanceOf(XskCompletionException.class);
    assertThat(sender.isDisposed()).isFalse();
    for (int i = 0; i < 2 * QUEUES; i++) {
      assertThat(sender.sendNumbers(Flux.range(0, 10)).block(Await.DEADLINE).completed())
          .isEqualTo(10);
    }
  }

  private List<XskException> failures() {
    return sender.queues().stream().map(XskLane::failure).filter(f -> f != null).toList();
  }

  @Test
  void shouldEndAStreamByKeyWithTheSumOfItsAccountsWhenALaneFails() {
    List<Integer> discarded = new CopyOnWriteArrayList<>();
    List<Integer> written = new CopyOnWriteArrayList<>();
    List<Integer> emitted = new CopyOnWriteArrayList<>();
    kernel.loseCompletions(1);
    Flux<Integer> source =
        Flux.interval(Duration.ofMillis(1)).map(Long::intValue).doOnNext(emitted::add);
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender
        .sendByKey(
            source.onBackpressureBuffer(),
            number -> number,
            (number, frame) -> {
              written.add(number);
              return Numbered.WRITER.write(number, frame);
            })
        .doOnDiscard(Integer.class, discarded::add)
        .subscribe(r -> {}, error::set);
    Await.until("the stream has failed", () -> error.get() != null);

    SendReport report = Ending.reportOf(error.get(), XskCompletionException.class);
    assertThat(report.lost()).isEqualTo(1);
    assertThat(report.completed()).isPositive();
    assertThat(report.completed() + report.lost()).isLessThanOrEqualTo(written.size());
    assertThat(IntStream.concat(ints(written), ints(discarded))).doesNotHaveDuplicates();
  }

  private static IntStream ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue);
  }

  @Test
  void shouldSignalItsEndWithTheFailureOnceNoLaneIsLeft() {
    kernel.removeInterface();
    for (int i = 0; i < QUEUES; i++) {
      sender.sendNumbers(Flux.range(0, 10)).onErrorComplete().block(Await.DEADLINE);
    }

    StepVerifier.create(sender.onDispose()).expectError(XskException.class).verify(Await.DEADLINE);
    assertThat(sender.isDisposed()).isTrue();
  }

  @Test
  void shouldCloseAllLanesWithinOneTimeout() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(QUEUES);
    List<Throwable> errors = new CopyOnWriteArrayList<>();
    for (int i = 0; i < QUEUES; i++) {
      sender
          .send(
              Flux.range(0, 1),
              (number, frame) -> {
                blocked.countDown();
                awaitQuietly(release);
                return 60;
              })
          .subscribe(r -> {}, errors::add);
    }
    awaitQuietly(blocked);
    long beganNs = System.nanoTime();
    sender.close();

    assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(Duration.ofSeconds(4));
    assertThat(errors).hasSize(QUEUES).hasOnlyElementsOfType(XskClosedException.class);
    release.countDown();
    Await.until("all have ended", () -> LoopThreads.of(sender.interfaceName()).isEmpty());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldLeaveNothingOpenWhenOneQueueCannotBeOpened() {
    VirtualKernel two = VirtualKernel.builder().queues(2).build();

    assertThatExceptionOfType(XskException.class)
        .isThrownBy(() -> VirtualSender.open(two, it -> it.queues(0, 3)))
        .withMessageContaining("EINVAL")
        .withMessageContaining("queue=2");
    VirtualSender next = VirtualSender.open(two, it -> it.queues(0, 2).bindTimeout(Duration.ZERO));
    assertThat(next.sendNumbers(Flux.range(0, 3)).block(Await.DEADLINE).completed()).isEqualTo(3);
    next.close();
  }
}
