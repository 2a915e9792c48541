package reactor.xsk.samples.bench.contestant;

import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.xsk.Packet;

/**
 * A hot source: one packet at a time at a fixed rate, from a thread of its own. Each packet carries
 * the time of its onNext.
 */
final class PacedPackets implements Publisher<Packet> {

  private final Settings settings;

  PacedPackets(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void subscribe(Subscriber<? super Packet> subscriber) {
    AtomicLong requested = new AtomicLong();
    subscriber.onSubscribe(
        new Subscription() {
          @Override
          public void request(long n) {
            requested.addAndGet(n);
          }

          @Override
          public void cancel() {
            requested.set(Long.MIN_VALUE);
          }
        });
    Thread thread = new Thread(() -> emit(subscriber, requested), "paced source");
    thread.setDaemon(true);
    thread.start();
  }

  private void emit(Subscriber<? super Packet> subscriber, AtomicLong requested) {
    StampedPackets packets = new StampedPackets(settings.size());
    Pace pace = Pace.of(settings);
    while (true) {
      pace.await();
      while (requested.get() == 0) {
        Thread.onSpinWait();
      }
      if (requested.decrementAndGet() < 0) {
        return;
      }
      subscriber.onNext(packets.stamped());
    }
  }
}
