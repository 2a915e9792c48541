package reactor.xsk.samples.bench.contestant;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.xsk.Packet;

/**
 * A hot source: one packet at a time at a fixed rate, from a thread of its own that is paced by a
 * busy wait. Each packet carries the time of its onNext.
 */
final class PacedPackets implements Publisher<Packet> {

  private static final int OBJECTS = 1 << 16;

  private final int lengthBytes;
  private final long rate;

  PacedPackets(int lengthBytes, long rate) {
    this.lengthBytes = lengthBytes;
    this.rate = rate;
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
    MemorySegment template = Traffic.template(lengthBytes);
    Stamped[] packets = new Stamped[OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      packets[i] = new Stamped(template);
    }
    long startNs = System.nanoTime();
    for (long n = 1; ; n++) {
      long dueNs = startNs + n * 1_000_000_000L / rate;
      while (System.nanoTime() - dueNs < 0 || requested.get() == 0) {
        Thread.onSpinWait();
      }
      if (requested.decrementAndGet() < 0) {
        return;
      }
      Stamped packet = packets[(int) n & (OBJECTS - 1)];
      packet.sentNs = now();
      subscriber.onNext(packet);
    }
  }

  /** CLOCK_REALTIME. */
  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private static final class Stamped implements Packet {
    private final MemorySegment template;
    private long sentNs;

    private Stamped(MemorySegment template) {
      this.template = template;
    }

    @Override
    public int writeTo(MemorySegment frame) {
      return Traffic.write(template, sentNs, frame);
    }
  }
}
