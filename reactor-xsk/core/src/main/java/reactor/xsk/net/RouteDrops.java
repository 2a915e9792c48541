package reactor.xsk.net;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.net.RouteSnapshot;
import reactor.xsk.internal.stream.PacketDrop;

/**
 * Items for which there was no way: counted by the reason, and the error of each reason made once,
 * since there may be millions of them a second. Any thread.
 */
final class RouteDrops {

  /** Reasons name addresses and interfaces; beyond this many all others are one. */
  private static final int MOST_REASONS = 64;

  private record Cause(RouteSnapshot of, PacketDrop drop, LongAdder count) {}

  private final Map<String, LongAdder> counts;
  private final String destination;
  private @Nullable Cause last;

  RouteDrops(String destination) {
    this(destination, new ConcurrentHashMap<>());
  }

  /** Counts into {@code counts}, as others do. */
  RouteDrops(String destination, Map<String, LongAdder> counts) {
    this.destination = destination;
    this.counts = counts;
  }

  /** Counts an item, and returns what its writer throws. */
  PacketDrop count(RouteSnapshot snapshot) {
    Cause cause = last;
    if (cause == null || cause.of != snapshot) {
      cause = causeOf(snapshot);
      last = cause;
    }
    cause.count.increment();
    return cause.drop;
  }

  private Cause causeOf(RouteSnapshot snapshot) {
    String reason = snapshot.resolution().reason();
    String key = counts.size() < MOST_REASONS || counts.containsKey(reason) ? reason : "other";
    return new Cause(
        snapshot,
        new PacketDrop(
            new XskPacketException(
                "resolve route",
                0,
                reason,
                "destination=" + destination,
                "the stream goes on; the state of the route says when the way is back",
                null)),
        counts.computeIfAbsent(key, it -> new LongAdder()));
  }

  Map<String, Long> byReason() {
    return byReason(counts);
  }

  static Map<String, Long> byReason(Map<String, LongAdder> counts) {
    Map<String, Long> result = new TreeMap<>();
    counts.forEach((reason, count) -> result.put(reason, count.sum()));
    return result;
  }
}
