package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PatternCheck;
import reactor.xsk.kernel.support.PatternPacket;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.VethPair;

/** What is sent is what arrives: read by an AF_PACKET socket, checked by code of its own. */
@RealKernel
class BytesAndOrderKernelTest {

  private static final int PACKETS = 1_000_000;
  private static final int MOST_ON_THE_WAY = 8_192;
  private static final long SEED = 0x5eed_0f_0af_0d9L;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldDeliverAMillionPacketsOfAllLengthsUnchangedAndInOrder() {
    PatternPacket packet = new PatternPacket(SEED);
    PatternCheck check = new PatternCheck(SEED);
    long startNs = System.nanoTime();
    try (TapThread tap = TapThread.on(pair.far(), check);
        XskSender sender =
            XskSender.create(XskConfig.builder(pair.near()).frameCount(1_024).build())) {
      SendReport report =
          sender
              .send(Pace.numbers(PACKETS, MOST_ON_THE_WAY, tap::received), packet::write)
              .block(Duration.ofSeconds(100));
      tap.awaitReceived(PACKETS, Duration.ofSeconds(5));

      assertThat(tap.dropped()).as("packets the receiver had no room for").isZero();
      assertThat(tap.received()).isEqualTo(PACKETS);
      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(PACKETS);
      assertThat(report.accepted()).isEqualTo(PACKETS);
    }
    assertThat(check.arrived().cardinality()).as("distinct packets").isEqualTo(PACKETS);
    assertThat(check.distinctLengths()).as("lengths from 14 to 1,514").isEqualTo(1_501);
    System.err.printf(
        "%,d packets of mixed lengths checked in %d ms%n",
        PACKETS, (System.nanoTime() - startNs) / 1_000_000);
  }
}
