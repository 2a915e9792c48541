package reactor.xsk.internal.sender;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.xsk.internal.stream.ReadyList;
import reactor.xsk.internal.stream.SendSubscriber;

/**
 * What does it cost to get an item from its source into the loop? Fused: the loop polls the source.
 * Plain: request, onNext into the bounded queue, poll out of it, all on one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HandOffBenchmark {

  private static final int WINDOW = 32;

  /** Whether the source can be polled, or hands over through a queue. */
  @Param({"fused", "plain"})
  public String source = "";

  private final @Nullable Object[] items = new Object[WINDOW];
  private SendSubscriber<Object> edge;

  /** Subscribes to an endless source. */
  @Setup
  public void subscribe() {
    edge =
        new SendSubscriber<>(
            new BaseSubscriber<Object>() {}, new ReadyList(() -> {}).entry(), WINDOW);
    Object item = new Object();
    Flux<Object> endless = Flux.fromIterable(() -> LoopBenchmark.Endless.of(item));
    (source.equals("plain") ? endless.hide() : endless).subscribe(edge);
  }

  /** A window of items. */
  @Benchmark
  @OperationsPerInvocation(WINDOW)
  public void window(Blackhole hole) {
    if (edge.needsRequest()) {
      edge.request(WINDOW);
    }
    hole.consume(edge.pollInto(items, 0, WINDOW));
  }
}
