package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.VethPair;

/**
 * A paced sender over veth, measured at the far end for a second; for five with {@code
 * -Dxsk.long=true}, and then also that it is not slower, which a machine under load may make it.
 */
@RealKernel
class PaceKernelTest {

  private static final boolean LONG = Boolean.getBoolean("xsk.long");
  private static final Duration LENGTH = Duration.ofSeconds(LONG ? 5 : 1);
  private static final Duration CATCH_UP = Duration.ofMillis(100);

  private final VethPair pair = VethPair.create();
  private volatile long firstNs;
  private volatile long lastNs;
  private volatile long count;

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  private void onPacket(byte[] packet, int length) {
    long nowNs = System.nanoTime();
    long before = count;
    if (before == 0) {
      firstNs = nowNs;
    }
    lastNs = nowNs;
    count = before + 1;
  }

  @ParameterizedTest
  @CsvSource({"1000, packets", "50000, packets", "200000, packets", "50000, bits"})
  void shouldSendAtItsRateAndNoFaster(int rate, String unit) {
    XskConfig.Builder config =
        XskConfig.builder(pair.near())
            .mode(XskMode.COPY)
            .closeTimeout(Duration.ZERO)
            .paceCatchUp(CATCH_UP);
    XskConfig paced =
        unit.equals("bits") ? config.paceBits(60L * 8 * rate).build() : config.pace(rate).build();
    try (TapThread tap = TapThread.on(pair.far(), this::onPacket);
        XskSender sender = XskSender.create(paced)) {
      sender
          .<Integer>send(Flux.range(0, Integer.MAX_VALUE), SmallPacket::write)
          .onErrorComplete()
          .subscribe();
      Eventually.hold(
          "it has sent for long enough", PATIENCE, () -> lastNs - firstNs >= LENGTH.toNanos());
      double seconds = (lastNs - firstNs) / 1e9;
      double measured = (count - 1) / seconds;
      System.err.printf(
          "pace %,d (%s): %,.1f packets a second, %+.2f %%%n",
          rate, unit, measured, 100 * (measured / rate - 1));

      double mostLate = rate * CATCH_UP.toNanos() / 1e9 + 32;
      assertThat(measured).isLessThan(1.01 * rate + mostLate / seconds);
      if (LONG) { // on a machine that has time for both ends
        assertThat(tap.dropped()).isZero();
        assertThat(measured).isBetween(0.99 * rate, 1.01 * rate);
      }
    }
  }
}
