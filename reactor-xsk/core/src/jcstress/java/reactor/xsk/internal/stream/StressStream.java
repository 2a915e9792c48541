package reactor.xsk.internal.stream;

import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** A subscriber that counts what it is signalled, and what goes through its discard hook. */
final class StressStream<T> implements CoreSubscriber<T> {

  final AtomicInteger nexts = new AtomicInteger();
  final AtomicInteger completes = new AtomicInteger();
  final AtomicInteger errors = new AtomicInteger();
  final AtomicInteger discards = new AtomicInteger();
  private final Context context =
      Operators.enableOnDiscard(Context.empty(), item -> discards.incrementAndGet());

  @Override
  public Context currentContext() {
    return context;
  }

  @Override
  public void onSubscribe(Subscription s) {
    // the test holds the other side
  }

  @Override
  public void onNext(T value) {
    nexts.incrementAndGet();
  }

  @Override
  public void onError(Throwable error) {
    errors.incrementAndGet();
  }

  @Override
  public void onComplete() {
    completes.incrementAndGet();
  }

  int ends() {
    return completes.get() + errors.get();
  }
}
