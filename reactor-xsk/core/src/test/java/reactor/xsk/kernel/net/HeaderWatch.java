package reactor.xsk.kernel.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.internal.stream.Gate;
import reactor.xsk.internal.stream.GatedWriter;
import reactor.xsk.internal.stream.SenderInterface;
import reactor.xsk.net.UdpRoute;

/**
 * The writer of a route, watched: which headers its frames had, and when each was begun. So no
 * frame is missed, as by a receiver that does not keep up.
 */
final class HeaderWatch implements GatedWriter<Integer> {

  private static final ValueLayout.OfLong BYTES =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int MAC_BITS = 48;

  /** What frames are distinguished by: MAC addresses as numbers, and how much would have fitted. */
  record Header(long destination, long source, long maxPayloadBytes) {}

  /** Frames with one header, without another between them. */
  private static final class Span {
    private final Header header;
    private volatile long lastBegunNs;

    Span(Header header) {
      this.header = header;
    }
  }

  private final GatedWriter<Integer> route;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final AtomicLong frames = new AtomicLong();
  private volatile @Nullable Span current;
  // loop thread
  private long maxPayloadBytes;

  HeaderWatch(UdpRoute route) {
    this.route = (GatedWriter<Integer>) route.<Integer>datagrams(this::encode);
  }

  private int encode(int number, MemorySegment payload) {
    maxPayloadBytes = payload.byteSize();
    return Integer.BYTES;
  }

  @Override
  public int write(Integer item, MemorySegment frame) {
    long begunNs = System.nanoTime();
    int length = route.write(item, frame);
    long destination = frame.get(BYTES, 0) >>> Long.SIZE - MAC_BITS;
    long source = frame.get(BYTES, 6) >>> Long.SIZE - MAC_BITS;
    Span span = current;
    if (span == null
        || span.header.destination != destination
        || span.header.source != source
        || span.header.maxPayloadBytes != maxPayloadBytes) {
      span = new Span(new Header(destination, source, maxPayloadBytes));
      spans.add(span);
      current = span;
    }
    span.lastBegunNs = begunNs;
    frames.incrementAndGet();
    return length;
  }

  @Override
  public Gate gate() {
    return route.gate();
  }

  @Override
  public @Nullable XskException misfit(SenderInterface sender) {
    return route.misfit(sender);
  }

  /** How many frames were written. */
  long frames() {
    return frames.get();
  }

  /** Whether the frame that was written last was as described. */
  boolean isNow(Predicate<Header> described) {
    Span span = current;
    return span != null && described.test(span.header);
  }

  /** When the last frame was begun that was not as described. */
  long lastOtherBegunNs(Predicate<Header> described) {
    return spans.stream()
        .filter(span -> !described.test(span.header))
        .mapToLong(span -> span.lastBegunNs)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /** When the last frame was begun. */
  long lastBegunNs() {
    Span span = current;
    return span == null ? 0 : span.lastBegunNs;
  }

  /** A MAC address in text as a number. */
  static long mac(String text) {
    return Long.parseLong(text.replace(":", ""), 16);
  }
}
