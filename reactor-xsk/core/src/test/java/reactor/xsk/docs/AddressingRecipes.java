package reactor.xsk.docs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.net.RouteState;
import reactor.xsk.net.UdpHeaders;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.net.WhileUnresolved;

/** The code of docs/addressing.md. AddressingRecipesKernelTest runs it. */
public final class AddressingRecipes {

  private AddressingRecipes() {}

  /** What is sent. */
  public record Reading(long value) {}

  public static SendReport send(Flux<Reading> readings, InetSocketAddress collector) {
    try (UdpRoute route = UdpRoute.to(collector);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      return sender.send(readings, route.datagrams(AddressingRecipes::encode)).block();
    }
  }

  static int encode(Reading reading, MemorySegment payload) {
    payload.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, reading.value());
    return Long.BYTES;
  }

  public static UdpRoute lossy(InetSocketAddress collector) {
    UdpRoute route =
        UdpRoute.builder(collector)
            .trafficClass(10, 0) // AF11
            .whileUnresolved(WhileUnresolved.DROP)
            .open();
    route
        .states()
        .filter(RouteState::isResolved)
        .next()
        .timeout(Duration.ofSeconds(10), Mono.empty()) // it may answer later
        .block();
    return route;
  }

  public static UdpHeaders known(InetSocketAddress source, InetSocketAddress collector) {
    return UdpHeaders.builder(source, collector)
        .ethernet("02:00:00:00:00:01", "02:00:00:00:00:02")
        .vlan(0x8100, 0, 7)
        .build();
  }
}
