package reactor.xsk.internal.stream;

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
      new SendSubscriber<>(
          new BaseSubscriber<SendReport>() {}, new ReadyList(() -> {}).entry(), 32);

  @Test
  @Timeout(60)
  void shouldNotBlameTheSourceForAnItemThatWasTakenBeforeItWasCounted() {
    Semaphore demand = new Semaphore(0);
    edge.onSubscribe(new Requests(demand));
    Thread source = Thread.ofPlatform().daemon().start(() -> emit(demand));

    for (int i = 0; i < ITEMS; i++) {
      edge.request(1);
      while (edge.poll() == null && edge.error() == null) {
        Thread.onSpinWait();
      }
    }

    source.interrupt();
    assertThat(edge.error()).as("what the source is blamed for").isNull();
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
