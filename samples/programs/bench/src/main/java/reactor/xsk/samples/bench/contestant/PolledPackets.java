package reactor.xsk.samples.bench.contestant;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.Fuseable;
import reactor.xsk.Packet;

/**
 * One packet at a time at a fixed rate, without a thread of its own: a fused source that the
 * sender's loop polls, and that has an item as soon as one is due. It shows what the sender itself
 * takes, without the way from one thread to another.
 */
final class PolledPackets implements Publisher<Packet> {

  private final int lengthBytes;
  private final long rate;

  PolledPackets(int lengthBytes, long rate) {
    this.lengthBytes = lengthBytes;
    this.rate = rate;
  }

  @Override
  public void subscribe(Subscriber<? super Packet> subscriber) {
    subscriber.onSubscribe(new Due(new StampedPackets(lengthBytes), rate));
  }

  private static final class Due implements Fuseable.QueueSubscription<Packet> {

    private final StampedPackets packets;
    private final long rate;
    private final long startNs = System.nanoTime();
    private long count;

    private Due(StampedPackets packets, long rate) {
      this.packets = packets;
      this.rate = rate;
    }

    @Override
    public int requestFusion(int mode) {
      return mode & Fuseable.ASYNC;
    }

    @Override
    public @Nullable Packet poll() {
      if (isEmpty()) {
        return null;
      }
      count++;
      return packets.stamped();
    }

    @Override
    public boolean isEmpty() {
      return System.nanoTime() - (startNs + (count + 1) * 1_000_000_000L / rate) < 0;
    }

    @Override
    public int size() {
      return isEmpty() ? 0 : 1;
    }

    @Override
    public void clear() {}

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
