package reactor.xsk.samples;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.net.RouteState;
import reactor.xsk.net.UdpRoute;

/** The start of the README as a program: sends 1,000 records as UDP datagrams to a collector. */
public final class HelloXsk {

  private static final int RECORDS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ValueLayout.OfLong NETWORK_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** What is sent. */
  private record Reading(long sequence, long timeMs) {

    static int encode(Reading reading, MemorySegment payload) {
      payload.set(NETWORK_LONG, 0, reading.sequence);
      payload.set(NETWORK_LONG, Long.BYTES, reading.timeMs);
      return 2 * Long.BYTES;
    }
  }

  private HelloXsk() {}

  /** Takes an address and a port. */
  public static void main(String[] args) {
    if (args.length != 2 || !args[1].matches("[0-9]{1,5}")) {
      System.err.println("usage: samples/hello ADDRESS PORT   (sends 1,000 UDP datagrams there)");
      System.exit(2);
    }
    try {
      send(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
    } catch (XskException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void send(InetSocketAddress collector) {
    Flux<Reading> readings =
        Flux.range(0, RECORDS).map(n -> new Reading(n, System.currentTimeMillis()));
    try (UdpRoute route = UdpRoute.to(collector);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      RouteState state = route.states().filter(RouteState::isResolved).next().block(PATIENCE);
      System.out.println(state);
      SendReport report = sender.send(readings, route.datagrams(Reading::encode)).block();
      System.out.println(sender.mode() + ": " + report);
    } catch (IllegalStateException e) { // Reactor's word for a block that takes too long
      throw new IllegalArgumentException("no answer from the network: " + e.getMessage(), e);
    }
  }
}
