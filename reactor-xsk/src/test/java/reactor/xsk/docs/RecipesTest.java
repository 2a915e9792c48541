package reactor.xsk.docs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Exceptions;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;
import reactor.util.function.Tuple2;
import reactor.util.retry.Retry;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** The recipes of docs/recipes.md, which quotes them line by line. */
@Timeout(30)
class RecipesTest {

  private static final ValueLayout.OfLong NETWORK_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** An Ethernet header without content, then the value. */
  private static final PacketWriter<Long> WRITER =
      (value, frame) -> {
        frame.asSlice(0, 14).fill((byte) 0);
        frame.set(NETWORK_LONG, 14, value);
        return 22;
      };

  private final Queue<Long> arrived = new ConcurrentLinkedQueue<>();
  private final Collection<String> threads = new ConcurrentLinkedQueue<>();
  private final TestPublisher<Long> hot =
      TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);

  // ---- when the interface does not keep up

  @Test
  void shouldHoldTheSourceBackWithoutAnyOperator() {
    VirtualKernel kernel = stuck();
    LongAdder generated = new LongAdder();
    Flux<Long> readings =
        Flux.range(0, 10_000)
            .map(
                n -> {
                  generated.increment();
                  return (long) n;
                });
    try (XskSender sender = XskSender.create(config(kernel))) {
      Mono<SendReport> sending = sender.send(readings, WRITER);
      sending.onErrorComplete().subscribe();
      await(() -> sender.counters().inFlight() == 16);
      assertThat(generated.sum()).isEqualTo(16);
    }
  }

  @Test
  void shouldDropTheNewestReadingsAndCountThem() {
    VirtualKernel kernel = stuck();
    LongAdder left = new LongAdder();
    try (XskSender sender = XskSender.create(config(kernel))) {
      Flux<Long> readings = hot.flux();
      Mono<SendReport> sending =
          sender.send(readings.onBackpressureDrop(reading -> left.increment()), WRITER);
      var report = sending.toFuture();
      long emitted = emitMoreThanFits(sender);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      hot.complete();
      assertThat(report.join().accepted() + left.sum()).isEqualTo(emitted);
      assertThat(left.sum()).isPositive();
      assertThat(arrived).as("the newest is gone").isNotEmpty().doesNotContain(emitted - 1);
    }
  }

  @Test
  void shouldSendTheLatestReadingWhenThereIsRoomAgain() {
    VirtualKernel kernel = stuck();
    try (XskSender sender = XskSender.create(config(kernel))) {
      Flux<Long> gauge = hot.flux();
      Mono<SendReport> sending = sender.send(gauge.onBackpressureLatest(), WRITER);
      var report = sending.toFuture();
      long emitted = emitMoreThanFits(sender);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      hot.complete();
      assertThat(report.join().accepted()).isLessThan(emitted);
      assertThat(new ArrayList<>(arrived)).last().isEqualTo(emitted - 1);
    }
  }

  @Test
  void shouldRideOutABurstInABoundedBuffer() {
    VirtualKernel kernel = stuck();
    LongAdder left = new LongAdder();
    try (XskSender sender = XskSender.create(config(kernel))) {
      Flux<Long> events = hot.flux();
      Mono<SendReport> sending =
          sender.send(
              events.onBackpressureBuffer(
                  100, event -> left.increment(), BufferOverflowStrategy.DROP_OLDEST),
              WRITER);
      var report = sending.toFuture();
      long emitted = emitMoreThanFits(sender);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      hot.complete();
      assertThat(report.join().accepted() + left.sum()).isEqualTo(emitted);
      assertThat(new ArrayList<>(arrived))
          .endsWith(LongStream.range(emitted - 100, emitted).boxed().toArray(Long[]::new));
    }
  }

  @Test
  void shouldSendOneReadingPerInterval() {
    VirtualKernel kernel = stuck();
    try (XskSender sender = XskSender.create(config(kernel))) {
      Flux<Long> gauge = Flux.interval(Duration.ofMillis(1)).onBackpressureDrop();
      Mono<SendReport> sending =
          sender.send(gauge.sample(Duration.ofMillis(20)).onBackpressureLatest().take(50), WRITER);
      var report = sending.toFuture();
      await(() -> sender.counters().inFlight() == 16);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      assertThat(report.join().completed()).isEqualTo(50);
    }
  }

  @Test
  void shouldAskASourceForPagesOfItsOwnSize() {
    List<Long> requests = new ArrayList<>();
    try (XskSender sender = XskSender.create(config(taking()))) {
      Flux<Long> rows = Flux.range(0, 1_000).map(n -> (long) n).hide().doOnRequest(requests::add);
      Mono<SendReport> sending = sender.send(rows.limitRate(100), WRITER);
      assertThat(sending.block().completed()).isEqualTo(1_000);
    }
    assertThat(requests).first().isEqualTo(100L);
    assertThat(requests).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(100));
  }

  // ---- threads

  @Test
  void shouldRunFusedOperatorsOnTheLoopThread() {
    try (XskSender sender = XskSender.create(config(taking()))) {
      Flux<Long> readings = Flux.range(0, 100).map(this::lookUp);
      sender.send(readings, WRITER).block();
    }
    assertThat(threads).allMatch(name -> name.startsWith("xsk-tx-"));
  }

  @Test
  void shouldKeepBlockingWorkOffTheLoopThread() {
    try (XskSender sender = XskSender.create(config(taking()))) {
      Flux<Long> readings =
          Flux.range(0, 100).publishOn(Schedulers.boundedElastic()).map(this::lookUp);
      sender.send(readings, WRITER).block();
    }
    assertThat(threads).hasSize(100).allMatch(name -> name.startsWith("boundedElastic-"));
  }

  @Test
  void shouldLookUpSeveralAtOnceOffTheLoopThread() {
    try (XskSender sender = XskSender.create(config(taking()))) {
      Flux<Integer> keys = Flux.range(0, 100);
      Flux<Long> readings =
          keys.flatMap(
              key -> Mono.fromCallable(() -> lookUp(key)).subscribeOn(Schedulers.boundedElastic()),
              4);
      sender.send(readings, WRITER).block();
    }
    assertThat(threads).hasSize(100).allMatch(name -> name.startsWith("boundedElastic-"));
  }

  // ---- several sources, failures

  @Test
  void shouldServeSeveralPublishersOnOneSender() {
    Flux<Long> flows = Flux.range(0, 1_000).map(n -> (long) n);
    Flux<Long> gauges = Flux.range(0, 500).map(n -> (long) n);
    try (XskSender sender = XskSender.create(config(taking()))) {
      Tuple2<SendReport, SendReport> reports =
          Mono.zip(sender.send(flows, WRITER), sender.send(gauges, WRITER)).block();
      assertThat(reports.getT1().completed()).isEqualTo(1_000);
      assertThat(reports.getT2().completed()).isEqualTo(500);
    }
  }

  @Test
  void shouldGoOnWithANewSenderWhenTheInterfaceComesBack() {
    VirtualKernel kernel = taking();
    kernel.onNextKicks(VirtualFault.unbound()); // what a removed interface answers
    XskConfig config = config(kernel);
    Flux<Long> readings = Flux.range(0, 100).map(n -> (long) n);
    Mono<SendReport> sending =
        Mono.using(
                () -> XskSender.create(config),
                sender -> sender.send(readings, WRITER),
                XskSender::close)
            .retryWhen(
                Retry.backoff(10, Duration.ofMillis(100))
                    .filter(XskException.class::isInstance)
                    .scheduler(Schedulers.boundedElastic())); // create() blocks
    assertThat(sending.block().completed()).isEqualTo(100);
    assertThat(kernel.counters().kicks()).isGreaterThan(1);
  }

  @Test
  void shouldNumberPacketsWhereTheyAreWritten() {
    Flux<Long> readings = Flux.range(0, 1_000).map(n -> n * 7L).filter(n -> n % 2 == 0);
    try (XskSender sender = XskSender.create(config(taking()))) {
      PacketWriter<Long> numbered =
          new PacketWriter<>() {
            private long next; // one stream, one loop thread: no lock

            @Override
            public int write(Long reading, MemorySegment frame) {
              frame.asSlice(0, 14).fill((byte) 0);
              frame.set(NETWORK_LONG, 14, next++);
              frame.set(NETWORK_LONG, 22, reading);
              return 30;
            }
          };
      sender.send(readings, numbered).block();
    }
    assertThat(arrived).containsExactlyElementsOf(LongStream.range(0, 500).boxed().toList());
  }

  // ---- what not to put in front

  @Test
  void shouldFailWhenBufferTimeoutMeetsASenderThatIsHeldUp() {
    VirtualKernel kernel = stuck();
    AtomicReference<Throwable> overflow = new AtomicReference<>();
    Flux<List<Long>> lists =
        Flux.interval(Duration.ofMillis(1))
            .onBackpressureDrop()
            .bufferTimeout(32, Duration.ofMillis(2))
            .doOnError(overflow::set);
    try (XskSender sender = XskSender.create(config(kernel))) {
      var sending = sender.send(lists, (list, frame) -> 14).toFuture();
      await(() -> overflow.get() != null);
      await(
          () -> {
            kernel.complete(Integer.MAX_VALUE); // what was accepted before is still sent
            return sending.isDone();
          });
      assertThatThrownBy(sending::join).hasCause(overflow.get());
    }
    assertThat(Exceptions.isOverflow(overflow.get())).isTrue();
  }

  @Test
  void shouldAskWithoutBoundThroughAnUnboundedBuffer() {
    List<Long> requests = new ArrayList<>();
    try (XskSender sender = XskSender.create(config(stuck()))) {
      Flux<Long> readings = Flux.range(0, 1_000).map(n -> (long) n).doOnRequest(requests::add);
      sender.send(readings.onBackpressureBuffer(), WRITER).onErrorComplete().subscribe();
    }
    assertThat(requests).containsExactly(Long.MAX_VALUE);
  }

  // ---- the stage

  private VirtualKernel taking() {
    return VirtualKernel.builder().onPacket(this::arrive).build();
  }

  /** Takes 16 packets, and gives no frame back before it is told to. */
  private VirtualKernel stuck() {
    return VirtualKernel.builder()
        .onPacket(this::arrive)
        .completions(VirtualCompletions.onDemand())
        .build();
  }

  private void arrive(MemorySegment packet) {
    if (packet.byteSize() >= 22) {
      arrived.add(packet.get(NETWORK_LONG, 14));
    } else {
      assertThat(packet.toArray(JAVA_BYTE)).hasSize(14);
    }
  }

  private static XskConfig config(VirtualKernel kernel) {
    return XskConfig.builder("virt0")
        .virtualKernel(kernel)
        .batchSize(4)
        .frameCount(16)
        .closeTimeout(Duration.ofMillis(50))
        .build();
  }

  /** Emits until the frames are used up, and then 1,000 more. Returns how many. */
  private long emitMoreThanFits(XskSender sender) {
    await(() -> hot.subscribeCount() > 0);
    long number = 0;
    while (sender.counters().inFlight() < 16) {
      hot.next(number++);
    }
    for (int i = 0; i < 1_000; i++) {
      hot.next(number++);
    }
    return number;
  }

  private long lookUp(int key) {
    threads.add(Thread.currentThread().getName());
    return key;
  }

  private static void await(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadlineNs);
      Thread.onSpinWait();
    }
  }
}
