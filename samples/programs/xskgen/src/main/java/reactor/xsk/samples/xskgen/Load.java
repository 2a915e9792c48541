package reactor.xsk.samples.xskgen;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskSender;

/**
 * The streams of a run: one for each queue and, where wanted, one that measures latencies. All
 * together send a number of packets, or go on until the time is over.
 */
final class Load {

  private static final Object ITEM = new Object();
  private static final long LAST_COMPLETIONS_NS = TimeUnit.SECONDS.toNanos(2);

  private final XskSender sender;
  private final @Nullable LatencyProbe probe;
  private final AtomicLong remaining;

  /** A load of {@code count} packets; 0: without an end. */
  Load(XskSender sender, long count, @Nullable LatencyProbe probe) {
    this.sender = sender;
    this.probe = probe;
    this.remaining = new AtomicLong(count == 0 ? Long.MAX_VALUE : count);
  }

  /** Items while there are some left, of whichever stream takes them. */
  private Flux<Object> items() {
    return Flux.generate(
        sink -> {
          if (remaining.getAndDecrement() > 0) {
            sink.next(ITEM);
          } else {
            sink.complete();
          }
        });
  }

  /**
   * Runs to the end of the packets, or of the time. Returns the error of a stream, or null.
   *
   * @param writers makes the writer of each stream
   * @param seconds how long; 0: until the packets are sent
   */
  @Nullable Throwable run(
      int queues, Supplier<PacketWriter<Object>> writers, int seconds, int interval, Runnable tick)
      throws InterruptedException {
    List<CompletableFuture<?>> streams = new ArrayList<>();
    if (probe != null) { // first, so that a short run has a latency too
      streams.add(probe.send(sender, items(), writers.get()).toFuture());
    }
    for (int i = 0; i < queues; i++) {
      streams.add(sender.send(items(), writers.get()).toFuture());
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(streams.toArray(CompletableFuture<?>[]::new));
    Throwable failure = await(all, seconds, interval, tick);
    streams.forEach(stream -> stream.cancel(true));
    awaitLastCompletions();
    return failure instanceof XskClosedException ? null : failure;
  }

  private static @Nullable Throwable await(
      CompletableFuture<Void> all, int seconds, int interval, Runnable tick)
      throws InterruptedException {
    for (long second = 0; seconds == 0 || second < seconds; second += interval) {
      long wait = seconds == 0 ? interval : Math.min(interval, seconds - second);
      try {
        all.get(wait, TimeUnit.SECONDS);
        return null;
      } catch (TimeoutException e) {
        tick.run();
      } catch (ExecutionException e) {
        return e.getCause();
      }
    }
    return null;
  }

  /** What is in flight is still to be counted. */
  private void awaitLastCompletions() throws InterruptedException {
    long deadlineNs = System.nanoTime() + LAST_COMPLETIONS_NS;
    while (sender.counters().openStreams() > 0 && System.nanoTime() - deadlineNs < 0) {
      Thread.sleep(1);
    }
  }
}
