package reactor.xsk.samples.xskgen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.xsk.net.RouteState;
import reactor.xsk.net.UdpRoute;

/** The payload of datagrams to an address: as long as their frame is to be, and a pattern. */
final class RoutedPayload {

  private static final Duration RESOLVE_TIMEOUT = Duration.ofSeconds(10);
  private static final int IPV4_OVERHEAD_BYTES = 14 + 20 + 8 + 4; // with the frame check sequence
  private static final int IPV6_OVERHEAD_BYTES = 14 + 40 + 8 + 4;

  private final int lengthBytes;
  private final int pattern;

  /** As long as -s says, as far as the MTU goes. */
  RoutedPayload(UdpRoute route, FrameOptions options) {
    boolean isIpv6 = route.state().source().filter(Inet6Address.class::isInstance).isPresent();
    int overheadBytes = isIpv6 ? IPV6_OVERHEAD_BYTES : IPV4_OVERHEAD_BYTES;
    int wantedBytes = Math.max(0, options.sizeBytes() - overheadBytes);
    this.lengthBytes = Math.min(wantedBytes, route.maxPayloadBytes());
    this.pattern = options.pattern();
  }

  /** Waits a while. Returns whether the route is resolved. */
  static boolean awaitResolved(UdpRoute route) {
    return Boolean.TRUE.equals(
        route
            .states()
            .map(RouteState::isResolved)
            .filter(isResolved -> isResolved)
            .next()
            .timeout(RESOLVE_TIMEOUT, Mono.just(false))
            .block());
  }

  /** A {@code PayloadWriter}. */
  int write(Object item, MemorySegment payload) {
    for (int i = 0; i < lengthBytes; i++) {
      payload.set(ValueLayout.JAVA_BYTE, i, (byte) (pattern >>> 24 - i % 4 * 8));
    }
    return lengthBytes;
  }
}
