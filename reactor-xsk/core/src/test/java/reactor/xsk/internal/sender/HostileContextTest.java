package reactor.xsk.internal.sender;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.xsk.support.Await;
import reactor.xsk.support.ProbeSource;

/**
 * Subscribers whose context throws, or which give none: the loop thread asks for it wherever an
 * item is discarded or an error dropped, and must not end for that.
 */
@Timeout(60)
class HostileContextTest extends BesideAGoodStream {

  /** What is wrong with a context. */
  private enum Hostility {
    SUBSCRIBER,
    CONTEXT,
    NONE
  }

  @ParameterizedTest
  @EnumSource(Hostility.class)
  void shouldOutliveACancelledStreamOfResultsWhoseContextThrows(Hostility hostility) {
    ProbeSource<Integer> source = new ProbeSource<>();
    Hostile<Object> subscriber = new Hostile<>(hostility);
    sender.sendNumbersWithResults(source).subscribe(subscriber);
    source.awaitRequested(3);
    source.emit(1);
    source.emit(2);
    subscriber.cancel();
    source.emit(3);
    Await.until("the source is cancelled", source::isCancelled);
  }

  @ParameterizedTest
  @EnumSource(Hostility.class)
  void shouldOutliveASubscriberOfAReportThatThrowsAsItsContextDoes(Hostility hostility) {
    Hostile<Object> subscriber = new Hostile<>(hostility);
    sender.sendNumbers(Flux.range(0, 10)).subscribe(subscriber);
    Await.until("it has ended", () -> subscriber.ended);
  }

  @ParameterizedTest
  @EnumSource(Hostility.class)
  void shouldOutliveASourceThatFailsWhereTheContextThrows(Hostility hostility) {
    Hostile<Object> subscriber = new Hostile<>(hostility);
    Mono.from(
            sender.sendNumbersWithResults(Flux.<Integer>error(new IllegalStateException("source"))))
        .subscribe(subscriber);
    Await.until("it has ended", () -> subscriber.ended);
  }

  /** Throws in its terminal signals too, so that what it throws is dropped with its context. */
  private static final class Hostile<T> implements CoreSubscriber<T> {

    private final Hostility hostility;
    private volatile Subscription subscription;
    private volatile boolean ended;

    Hostile(Hostility hostility) {
      this.hostility = hostility;
    }

    @Override
    @SuppressWarnings("NullAway") // the rule that it breaks
    public Context currentContext() {
      if (hostility == Hostility.NONE) {
        return null;
      }
      if (hostility == Hostility.SUBSCRIBER) {
        throw new IllegalStateException("context");
      }
      return (Context)
          Proxy.newProxyInstance(
              Context.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) -> {
                throw new IllegalStateException(method.getName() + " of a context");
              });
    }

    void cancel() {
      subscription.cancel();
    }

    @Override
    public void onSubscribe(Subscription s) {
      subscription = s;
      s.request(1);
    }

    @Override
    public void onNext(T item) {}

    @Override
    public void onError(Throwable error) {
      ended = true;
      throw new IllegalStateException("onError", error);
    }

    @Override
    public void onComplete() {
      ended = true;
      throw new IllegalStateException("onComplete");
    }
  }
}
