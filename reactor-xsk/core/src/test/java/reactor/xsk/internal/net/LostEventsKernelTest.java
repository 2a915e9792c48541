package reactor.xsk.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;

/**
 * Random changes of the tables, far more than the smallest receive buffer holds; the route is right
 * after the last. {@code -Dxsk.changes=10000 -Dxsk.latenessMs=100} for what the project promises,
 * {@code -Dxsk.seed=N} replays a run.
 */
@RealKernel
class LostEventsKernelTest {

  private static final long SEED_OF_THE_BUILD = 12;
  private static final int CHANGES = Integer.getInteger("xsk.changes", 1_000);
  private static final long LATENESS_MS = Long.getLong("xsk.latenessMs", 30_000);
  private static final int ROUNDS = 3;
  private static final int ENOBUFS = 105;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final FlowSpec FLOW =
      new FlowSpec(new InetSocketAddress("10.50.1.1", 4_739)).sourcePort(40_001);

  private final long seed = Long.getLong("xsk.seed", SEED_OF_THE_BUILD);
  private final Random random = new Random(seed);
  private final FarHost host = FarHost.behind(1);
  private final AtomicLong overflows = new AtomicLong();
  private boolean isFirstSocket = true;

  @BeforeEach
  void addressLinks() {
    host.beGatewayOfIpv4();
  }

  @AfterEach
  void removeHost() {
    host.close();
    FarHost.ipBatch(List.of("route flush type blackhole")); // they are of no interface
  }

  @Test
  void shouldBeRightAfterMoreChangesThanTheSmallestBufferHolds() {
    try (RouteFollower follower =
        RouteFollower.open(
            RouteSockets.open(withTheSmallestBuffer(), new FfmLinuxCalls()),
            "test",
            Duration.ofSeconds(5).toNanos())) {
      FollowedRoute route = follower.first(FLOW);
      follower.start();
      Eventually.hold("resolved", PATIENCE, () -> route.current().isUsable());
      long worstNs = Long.MIN_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        int mtu = 1_000 + random.nextInt(400);
        List<String> changes = changes();
        changes.add("route replace 10.50.0.0/16 via 10.9.0.2 mtu " + mtu);
        FarHost.ipBatch(changes);
        long doneNs = System.nanoTime();
        Eventually.hold(
            "seed %d, round %d: MTU %d".formatted(seed, round, mtu),
            PATIENCE,
            () -> mtuOf(route) == mtu && route.current().isUsable());
        worstNs = Math.max(worstNs, System.nanoTime() - doneNs);
      }
      System.out.printf(
          "%d rounds of %d changes, %d overflows, right at most %.1f ms after the last%n",
          ROUNDS, CHANGES, overflows.get(), worstNs / 1e6);
      assertThat(overflows.get()).as("overflows").isPositive();
      assertThat(worstNs)
          .as("seed %d", seed)
          .isLessThan(TimeUnit.MILLISECONDS.toNanos(LATENESS_MS));
    }
  }

  private static int mtuOf(FollowedRoute route) {
    HeaderTemplate template = route.current().template();
    return template == null ? 0 : template.mtuBytes();
  }

  private List<String> changes() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < CHANGES - 1; i++) {
      int number = random.nextInt(250);
      lines.add(
          switch (random.nextInt(5)) {
            case 0 -> "route replace 10.60.%d.0/24 via 10.9.0.2".formatted(number);
            case 1 -> "route replace 10.50.0.0/16 via 10.9.0.2 mtu " + (1_000 + number);
            case 2 -> "addr replace 10.70.%d.1/32 dev %s".formatted(number, host.nearEnd(0));
            case 3 ->
                "neigh replace 10.9.0.%d lladdr 02:00:00:00:00:%02x dev %s"
                    .formatted(3 + number, number, host.nearEnd(0));
            default -> "route replace blackhole 10.61.%d.0/24".formatted(number);
          });
    }
    return lines;
  }

  /** The first socket, which is that of events, gets the smallest receive buffer. */
  private LinuxCalls withTheSmallestBuffer() {
    LinuxCalls calls = new FfmLinuxCalls();
    return (LinuxCalls)
        Proxy.newProxyInstance(
            LinuxCalls.class.getClassLoader(),
            new Class<?>[] {LinuxCalls.class},
            (proxy, method, arguments) -> {
              Object result;
              try {
                result = method.invoke(calls, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (method.getName().equals("socket") && isFirstSocket) {
                isFirstSocket = false;
                shrink(calls, (int) result);
              }
              if (method.getName().equals("receive") && (int) result == -ENOBUFS) {
                overflows.incrementAndGet();
              }
              return result;
            });
  }

  private static void shrink(LinuxCalls calls, int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_INT, 1); // the kernel's least is more
      assertThat(calls.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, one)).isZero();
    }
  }
}
