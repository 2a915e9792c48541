package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.docs.RecipeStage.NETWORK_LONG;
import static reactor.xsk.docs.RecipeStage.WRITER;
import static reactor.xsk.docs.RecipeStage.await;
import static reactor.xsk.docs.RecipeStage.config;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.function.Tuple2;
import reactor.util.retry.Retry;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** The recipes of docs/recipes.md on threads, streams, items and failures, quoted line by line. */
@Timeout(30)
class StreamRecipesTest {

  private final RecipeStage stage = new RecipeStage();
  private final Collection<PooledBuffer> pool = new ConcurrentLinkedQueue<>();
  private final Collection<String> threads = new ConcurrentLinkedQueue<>();

  // ---- threads

  @Test
  void shouldRunFusedOperatorsOnTheLoopThread() {
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      Flux<Long> readings = Flux.range(0, 100).map(this::lookUp);
      sender.send(readings, WRITER).block();
    }
    assertThat(threads).allMatch(name -> name.startsWith("xsk-tx-"));
  }

  @Test
  void shouldKeepBlockingWorkOffTheLoopThread() {
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      Flux<Long> readings =
          Flux.range(0, 100).publishOn(Schedulers.boundedElastic()).map(this::lookUp);
      sender.send(readings, WRITER).block();
    }
    assertThat(threads).hasSize(100).allMatch(name -> name.startsWith("boundedElastic-"));
  }

  @Test
  void shouldLookUpSeveralAtOnceOffTheLoopThread() {
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
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
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      Tuple2<SendReport, SendReport> reports =
          Mono.zip(sender.send(flows, WRITER), sender.send(gauges, WRITER)).block();
      assertThat(reports.getT1().completed()).isEqualTo(1_000);
      assertThat(reports.getT2().completed()).isEqualTo(500);
    }
  }

  @Test
  void shouldGoOnWithANewSenderWhenTheInterfaceComesBack() {
    VirtualKernel kernel = stage.taking();
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
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
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
    assertThat(stage.arrived())
        .containsExactlyElementsOf(LongStream.range(0, 500).boxed().toList());
  }

  // ---- items that must be given back

  @Test
  void shouldGiveEachPooledBufferBackOnceWhenTheSenderIsClosed() {
    Flux<PooledBuffer> buffers = Flux.range(0, 100).map(this::allocate).hide();
    try (XskSender sender = XskSender.create(config(stage.stuck()))) {
      Mono<SendReport> sending =
          sender
              .send(
                  buffers,
                  (buffer, frame) -> {
                    try {
                      return buffer.copyTo(frame);
                    } finally {
                      buffer.release();
                    }
                  })
              .doOnDiscard(PooledBuffer.class, PooledBuffer::release);
      sending.onErrorComplete().subscribe();
      await(() -> sender.counters().inFlight() == 16);
    }
    assertThat(pool).isNotEmpty().allMatch(buffer -> buffer.releases.get() == 1);
  }

  @Test
  void shouldGiveEachPooledBufferBackOnceWhenItsResultIsHeardOrNot() {
    Flux<PooledBuffer> buffers = Flux.range(0, 100).map(this::allocate).hide();
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      Flux<SendResult<PooledBuffer>> sending =
          sender
              .sendWithResults(buffers, PooledBuffer::copyTo)
              .doOnNext(result -> result.item().release())
              .doOnDiscard(PooledBuffer.class, PooledBuffer::release);
      sending.take(5).blockLast();
    }
    assertThat(pool).hasSizeGreaterThan(5).allMatch(buffer -> buffer.releases.get() == 1);
  }

  private PooledBuffer allocate(int number) {
    PooledBuffer buffer = new PooledBuffer(number, new AtomicInteger());
    pool.add(buffer);
    return buffer;
  }

  private record PooledBuffer(long value, AtomicInteger releases) {

    int copyTo(MemorySegment frame) {
      return WRITER.write(value, frame);
    }

    void release() {
      releases.incrementAndGet();
    }
  }

  private long lookUp(int key) {
    threads.add(Thread.currentThread().getName());
    return key;
  }
}
