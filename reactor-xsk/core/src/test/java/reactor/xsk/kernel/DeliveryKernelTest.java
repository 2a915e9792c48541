package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PatternCheck;
import reactor.xsk.kernel.support.PatternPacket;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.Volume;

/** What is sent is what arrives: read by an AF_PACKET socket, checked by code of its own. */
@EveryKernelPort
class DeliveryKernelTest {

  private static final int MOST_ON_THE_WAY = 8_192;
  private static final long SEED = 0x5eed_0f_0af_0d9L;

  private final PortLink link = new PortLink();

  @AfterEach
  void removeInterfaces() {
    link.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 100000", "32, 1000000", "1024, 100000"})
  void shouldDeliverPacketsOfAllLengthsUnchangedAndInOrder(int batchSize, int most) {
    int packets = Volume.of(most);
    PatternCheck check = new PatternCheck(SEED);
    BitSet completed = new BitSet();
    long startNs = System.nanoTime();
    try (TapThread tap = TapThread.on(link.far(), check);
        XskSender sender =
            XskSender.create(link.config().batchSize(batchSize).frameCount(1_024).build())) {
      assertThat(sender.mode()).isEqualTo(link.mode());
      sender
          .sendWithResults(
              Pace.numbers(
                  packets, MOST_ON_THE_WAY, () -> tap.received() + sender.counters().dropped()),
              new PatternPacket(SEED)::write)
          .doOnNext(
              result -> {
                if (result.outcome() == SendOutcome.COMPLETED) {
                  completed.set(result.item());
                }
              })
          .blockLast(Duration.ofMinutes(9));
      tap.awaitReceived(completed.cardinality(), PATIENCE);

      assertThat(tap.dropped()).as("packets the receiver had no room for").isZero();
      assertThat(tap.received()).isEqualTo(completed.cardinality());
      assertThat(sender.counters().accepted()).isEqualTo(packets);
      assertThat(sender.counters().completed() + sender.counters().dropped()).isEqualTo(packets);
    }
    assertThat(check.arrived()).as("arrived, completed").isEqualTo(completed);
    // with mode COPY the device holds the sender back; in mode BULK it refuses, and how much of
    // that there is depends on who is faster
    if (link.mode() == XskMode.COPY) {
      assertThat(completed.cardinality()).isEqualTo(packets);
      assertThat(check.distinctLengths()).as("lengths from 14 to 1,514").isEqualTo(1_501);
    }
    System.err.printf(
        "%s: %,d packets of mixed lengths checked in %d ms%n",
        link.mode(), packets, (System.nanoTime() - startNs) / 1_000_000);
  }
}
