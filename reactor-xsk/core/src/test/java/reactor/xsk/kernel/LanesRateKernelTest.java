package reactor.xsk.kernel;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/**
 * How much two lanes bring over one: in turn, round after round, as the far interface counts. Runs
 * with {@code -Dxsk.long=true}, prints, and asserts nothing of a machine's speed.
 */
@RealKernel
class LanesRateKernelTest {

  private static final int ROUNDS = 15;
  private static final Duration TURN = Duration.ofMillis(500);

  @TestFactory
  Stream<DynamicTest> rate() {
    return Boolean.getBoolean("xsk.long")
        ? Stream.of(dynamicTest("shouldPrintWhatTwoLanesBring", LanesRateKernelTest::compare))
        : Stream.empty();
  }

  private static void compare() {
    try (VethPair pair = VethPair.withQueues(2)) {
      rate(pair, 1); // warm
      rate(pair, 2);
      double[] ones = new double[ROUNDS];
      double[] twos = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        ones[i] = rate(pair, 1);
        twos[i] = rate(pair, 2);
      }
      Arrays.sort(ones);
      Arrays.sort(twos);
      double one = ones[ROUNDS / 2];
      double two = twos[ROUNDS / 2];
      System.err.printf(
          "one lane: %,.0f packets a second (%,.0f to %,.0f), two: %,.0f (%,.0f to %,.0f),"
              + " %.2f times, %d CPUs%n",
          one,
          ones[0],
          ones[ROUNDS - 1],
          two,
          twos[0],
          twos[ROUNDS - 1],
          two / one,
          Runtime.getRuntime().availableProcessors());
    }
  }

  private static double rate(VethPair pair, int lanes) {
    XskConfig config =
        XskConfig.builder(pair.near()).mode(XskMode.COPY).queues(0, lanes).cpus(0, 1).build();
    try (XskSender sender = XskSender.create(config)) {
      for (int i = 0; i < lanes; i++) {
        sender
            .<Integer>send(Flux.range(0, Integer.MAX_VALUE), SmallPacket::write)
            .onErrorComplete()
            .subscribe();
      }
      LockSupport.parkNanos(TURN.toNanos() / 5);
      long beforeNs = System.nanoTime();
      long before = received(pair.far());
      LockSupport.parkNanos(TURN.toNanos());
      long packets = received(pair.far()) - before;
      return packets * 1e9 / (System.nanoTime() - beforeNs);
    }
  }

  /** The second number of the interface's line. */
  private static long received(String interfaceName) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/net/dev"))) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith(interfaceName + ":"))
          .map(line -> line.substring(interfaceName.length() + 1).strip().split("\\s+")[1])
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
