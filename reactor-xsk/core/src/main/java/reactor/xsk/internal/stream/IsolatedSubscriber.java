package reactor.xsk.internal.stream;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One of the subscribers of a shared end: what it throws there does not keep the others from their
 * signal, nor the thread that signals.
 */
public final class IsolatedSubscriber implements CoreSubscriber<Void> {

  private final CoreSubscriber<? super Void> actual;

  private IsolatedSubscriber(CoreSubscriber<? super Void> actual) {
    this.actual = actual;
  }

  /** The same end, each of whose subscribers is one of these. */
  public static Mono<Void> each(Mono<Void> end) {
    return end.transform(
        Operators.<Void, Void>lift((scannable, actual) -> new IsolatedSubscriber(actual)));
  }

  @Override
  public Context currentContext() {
    return UserCode.contextOf(actual);
  }

  @Override
  public void onSubscribe(Subscription s) {
    actual.onSubscribe(s);
  }

  @Override
  public void onNext(Void nothing) {
    actual.onNext(nothing);
  }

  @Override
  public void onError(Throwable error) {
    try {
      actual.onError(error);
    } catch (Throwable t) {
      UserCode.drop(t, currentContext());
    }
  }

  @Override
  public void onComplete() {
    try {
      actual.onComplete();
    } catch (Throwable t) {
      UserCode.drop(t, currentContext());
    }
  }
}
