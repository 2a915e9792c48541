package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.ResolvedRoute;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.net.UdpRoutes;
import reactor.xsk.support.LoopThreads;

/**
 * What a route costs a packet: no allocation, and with {@code -Dxsk.long=true} its part of the
 * rate, printed: routed, and a copy of a finished frame, in turn.
 */
@RealKernel
@Tag("own-code")
class RoutedPathKernelTest {

  private static final int PORT = 4_739;
  private static final long PACKETS = 50_000;
  private static final int PAYLOAD_BYTES = 22; // a frame of 64 with the frame check sequence

  /** Until the compiler has done its work, which takes time on a busy machine. */
  private static final int MOST_ROUNDS = 30;

  private static final double MOST_BYTES_PER_PACKET = 0.5;
  private static final Integer ITEM = 7;

  private static final int TURNS = 15;
  private static final Duration TURN = Duration.ofMillis(500);

  private final FarHost host = FarHost.behind(1);
  private final String near = host.nearEnd(0);

  @BeforeEach
  void addressLinks() {
    host.addressFirstPair();
  }

  @AfterEach
  void removeHost() {
    host.close();
  }

  @Test
  void shouldAllocateNothingForAPacketOfIpv4() {
    try (UdpRoute route = ResolvedRoute.to(new InetSocketAddress("10.9.0.2", PORT))) {
      allocatesNothing(route.datagrams(RoutedPathKernelTest::encode));
    }
  }

  @Test
  void shouldAllocateNothingForAPacketOfIpv6() {
    try (UdpRoute route = ResolvedRoute.to(new InetSocketAddress("fd09::2", PORT))) {
      allocatesNothing(route.datagrams(RoutedPathKernelTest::encode));
    }
  }

  @Test
  void shouldAllocateNothingToFindTheRouteOfAnItem() {
    InetSocketAddress[] destinations = {
      new InetSocketAddress("10.9.0.2", 4_739), new InetSocketAddress("fd09::2", 4_739)
    };
    try (UdpRoutes routes = UdpRoutes.onInterface(near)) {
      Flux.fromArray(destinations).flatMap(routes::prepare).blockLast(PATIENCE);
      int[] number = {0};
      allocatesNothing(
          routes.<Integer>datagrams(
              it -> destinations[number[0]++ & 1], RoutedPathKernelTest::encode));
    }
  }

  private void allocatesNothing(PacketWriter<Integer> writer) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (XskSender sender = XskSender.create(XskConfig.builder(near).build())) {
      Disposable stream = sender.send(endless(), writer).onErrorComplete().subscribe();
      long loop = LoopThreads.of(near).orElseThrow().threadId();
      double least = Double.MAX_VALUE;
      for (int round = 0; round < MOST_ROUNDS && least >= MOST_BYTES_PER_PACKET; round++) {
        long packets = sender.counters().packets();
        long bytes = threads.getThreadAllocatedBytes(loop);
        Eventually.hold(
            "packets", PATIENCE, () -> sender.counters().packets() >= packets + PACKETS);
        long allocated = threads.getThreadAllocatedBytes(loop) - bytes;
        least = Math.min(least, (double) allocated / (sender.counters().packets() - packets));
      }
      assertThat(sender.counters().failed()).isZero();
      stream.dispose();
      assertThat(least).as("bytes per packet").isLessThan(MOST_BYTES_PER_PACKET);
    }
  }

  @TestFactory
  Stream<DynamicTest> rate() {
    return Boolean.getBoolean("xsk.long")
        ? Stream.of(dynamicTest("shouldPrintWhatARouteCosts", this::compare))
        : Stream.empty();
  }

  private void compare() {
    try (UdpRoute route = ResolvedRoute.to(new InetSocketAddress("10.9.0.2", PORT));
        XskSender sender = XskSender.create(XskConfig.builder(near).build())) {
      PacketWriter<Integer> routed = route.datagrams(RoutedPathKernelTest::encode);
      byte[] finished = new byte[42 + PAYLOAD_BYTES];
      int length = routed.write(ITEM, MemorySegment.ofArray(new byte[2_048]));
      assertThat(length).isEqualTo(finished.length);
      PacketWriter<Integer> copied =
          (item, frame) -> {
            MemorySegment.copy(finished, 0, frame, ValueLayout.JAVA_BYTE, 0, finished.length);
            return finished.length;
          };
      routed.write(ITEM, MemorySegment.ofArray(finished));
      packetsPerSecond(sender, copied); // warm
      packetsPerSecond(sender, routed);
      double[] ratios = new double[TURNS];
      for (int i = 0; i < TURNS; i++) {
        double without = packetsPerSecond(sender, copied);
        ratios[i] = packetsPerSecond(sender, routed) / without;
      }
      Arrays.sort(ratios);
      System.out.printf(
          "through a route: %.3f of the rate without (%.3f to %.3f, %d turns)%n",
          ratios[TURNS / 2], ratios[0], ratios[TURNS - 1], TURNS);
    }
  }

  private static double packetsPerSecond(XskSender sender, PacketWriter<Integer> writer) {
    Disposable stream = sender.send(endless(), writer).onErrorComplete().subscribe();
    LockSupport.parkNanos(TURN.toNanos() / 5);
    long beforeNs = System.nanoTime();
    long before = sender.counters().completed();
    LockSupport.parkNanos(TURN.toNanos());
    double rate = (sender.counters().completed() - before) * 1e9 / (System.nanoTime() - beforeNs);
    stream.dispose();
    Eventually.hold("the end", PATIENCE, () -> sender.counters().openStreams() == 0);
    return rate;
  }

  private static Flux<Integer> endless() {
    return Flux.generate(sink -> sink.next(ITEM));
  }

  private static int encode(int number, MemorySegment payload) {
    payload.set(ValueLayout.JAVA_INT_UNALIGNED, 0, number);
    return PAYLOAD_BYTES;
  }
}
