package reactor.xsk.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.xsk.SendReport;

/** The loop takes an item in the moment in which its source hands it over. */
class PromptConsumerTest {

  private static final int ITEMS = 500_000;

  private final SendSubscriber<Integer> edge =
      new SendSubscriber<>(new BaseSubscriber<SendReport>() {}, new Waker(), 32);

  @Test
  @Timeout(60)
  void shouldNotBlameTheSourceForAnItemThatWasTakenBeforeItWasCounted() {
    Semaphore demand = new Semaphore(0);
    edge.onSubscribe(new Requests(demand));
    Thread source = Thread.ofPlatform().daemon().start(() -> emit(demand));

    int blamed = 0;
    for (int i = 0; i < ITEMS; i++) {
      demand.release();
      while (edge.poll() == null) {
        Thread.onSpinWait();
      }
      blamed += edge.hasTooMany() ? 1 : 0; // all that was requested has been taken
    }

    source.interrupt();
    assertThat(blamed).isZero();
  }

  private void emit(Semaphore demand) {
    for (int i = 0; i < ITEMS; i++) {
      while (!demand.tryAcquire()) {
        Thread.onSpinWait();
      }
      edge.onNext(i);
    }
  }

  private record Requests(Semaphore demand) implements Subscription {
    @Override
    public void request(long n) {
      demand.release((int) n);
    }

    @Override
    public void cancel() {}
  }
}
