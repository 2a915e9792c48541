package reactor.xsk.samples.bench.contestant;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.Fuseable;
import reactor.xsk.Packet;

/**
 * One packet at a time at a fixed rate, without a thread of its own: a fused source that the
 * sender's loop polls, and that waits busily in its poll until a packet is due. The loop thread
 * paces and sends, as a program in C with one thread does. Only for windows of 1: a longer one
 * would wait until it is full.
 */
final class PolledPackets implements Publisher<Packet> {

  private final Settings settings;

  PolledPackets(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void subscribe(Subscriber<? super Packet> subscriber) {
    subscriber.onSubscribe(new Due(new StampedPackets(settings.size()), Pace.of(settings)));
  }

  private record Due(StampedPackets packets, Pace pace)
      implements Fuseable.QueueSubscription<Packet> {

    @Override
    public int requestFusion(int mode) {
      return mode & Fuseable.SYNC;
    }

    @Override
    public Packet poll() {
      pace.await();
      return packets.stamped();
    }

    @Override
    public boolean isEmpty() {
      return false;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public void clear() {}

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
