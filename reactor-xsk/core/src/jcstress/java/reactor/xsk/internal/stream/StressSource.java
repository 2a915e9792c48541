package reactor.xsk.internal.stream;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Fuseable;
import reactor.util.concurrent.Queues;

/** An ASYNC-fused source that is slow to notice its cancellation. */
final class StressSource implements Fuseable.QueueSubscription<Integer> {

  final Queue<Integer> queue = Queues.<Integer>get(8).get();
  final AtomicInteger cleared = new AtomicInteger();
  private volatile boolean fused;

  @Override
  public int requestFusion(int requested) {
    int mode = requested & Fuseable.ASYNC;
    fused |= mode != Fuseable.NONE;
    return mode;
  }

  /** Items that its subscriber should have cleared: none if it never got the queue. */
  int left() {
    return fused ? queue.size() : 0;
  }

  @Override
  public void request(long n) {
    // it emits what it likes
  }

  @Override
  public void cancel() {
    // it does not notice
  }

  @Override
  public Integer poll() {
    return queue.poll();
  }

  @Override
  public void clear() {
    while (queue.poll() != null) {
      cleared.incrementAndGet();
    }
  }

  @Override
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  @Override
  public int size() {
    return queue.size();
  }
}
