package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Deadline;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** The link is down from the beginning: with mode COPY the kernel refuses before it takes any. */
@RealKernel
class LinkDownAtStartKernelTest {

  private final VethPair pair = VethPair.create();
  private final XskSender sender =
      XskSender.create(
          XskConfig.builder(pair.near())
              .frameCount(1_024)
              .closeTimeout(Duration.ofMillis(300))
              .build());

  @AfterEach
  void closeSender() {
    sender.close();
    pair.close();
  }

  @Test
  void shouldSendNothingAndLoseNothingWhenTheInterfaceIsDownFromTheBeginning() {
    VethPair.down(pair.near());
    CompletableFuture<SendReport> sent =
        sender.send(Flux.range(0, 100), SmallPacket::write).toFuture();
    Eventually.hold("it waits", PATIENCE, () -> sender.counters().linkWaits() == 1);
    Deadline.letPass(50);
    assertThat(sent).isNotDone();
    VethPair.up(pair.near());
    SendReport report = sent.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();

    assertThat(report.completed()).as(report.toString()).isEqualTo(100);
  }

  @Test
  void shouldEndWithTheAccountOfWhatWasNotTakenWhenClosedWithoutCarrier() {
    VethPair.down(pair.near());
    CompletableFuture<SendReport> sent =
        sender.send(Flux.range(0, 20), SmallPacket::write).toFuture();
    Eventually.hold("it waits", PATIENCE, () -> sender.counters().linkWaits() == 1);
    sender.close();

    assertThat(sent).isCompletedExceptionally();
    XskException failure = (XskException) sent.exceptionNow();
    SendReport report = failure.report();
    assertThat(report).isNotNull();
    assertThat(report.failed()).as(report.toString()).isEqualTo(20);
  }
}
