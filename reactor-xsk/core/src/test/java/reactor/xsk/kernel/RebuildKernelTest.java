package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.Held;
import reactor.xsk.kernel.support.ProcessResources;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** The kernel keeps frames for longer than the completion timeout. */
@RealKernel
class RebuildKernelTest {

  private static final int FRAMES = 64;

  private final ProcessResources before = ProcessResources.now();
  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldFailTheStreamAndReportLostPacketsWhenTheKernelKeepsThem() {
    try (Held held = pair.holdFar();
        XskSender sender = create(LossPolicy.FAIL, Duration.ofSeconds(1))) {
      XskException failure = failureOf(sender.send(numbers(), SmallPacket::write).toFuture());

      assertThat(failure.operation()).isEqualTo("completion");
      SendReport report = failure.report();
      assertThat(report).isNotNull();
      assertThat(report.lost()).isEqualTo(FRAMES);
      held.release();
    }
    before.awaitAgain(PATIENCE);
  }

  @Test
  void shouldReportPacketsThatTheKernelHoldsAsLostWhenTheInterfaceIsRemoved() {
    try (Held held = pair.holdFar();
        XskSender sender = create(LossPolicy.FAIL, Duration.ofSeconds(1))) {
      CompletableFuture<SendReport> sent =
          sender.send(Flux.range(0, 50), SmallPacket::write).toFuture();
      Eventually.hold(
          "the kernel has taken all", PATIENCE, () -> sender.counters().packets() == 50);
      long inFlight = sender.counters().inFlight();
      assertThat(inFlight).as("frames that the kernel holds").isPositive();
      // the command may wait for the packets that are held
      CompletableFuture<Void> removed = CompletableFuture.runAsync(pair::remove);

      XskException failure = failureOf(sent);
      assertThat(failure.reason()).isEqualTo("ENXIO");
      SendReport report = failure.report();
      assertThat(report).isNotNull();
      assertThat(report.accepted()).isEqualTo(50);
      // some may have come back between the two looks
      assertThat(report.lost()).isBetween(1L, inFlight);
      held.release();
      removed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
    before.awaitAgain(PATIENCE);
  }

  /** The kernel keeps the queue as long as it keeps a packet of the socket. */
  @Test
  void shouldCarryOnWithANewSocketWhenTheKernelLetsGoWithinTheBindTimeout() throws Exception {
    try (Held held = pair.holdFar();
        XskSender sender = create(LossPolicy.REBUILD, Duration.ofSeconds(50))) {
      CompletableFuture<SendReport> sent =
          sender.send(Flux.range(0, 1_000), SmallPacket::write).toFuture();
      Eventually.hold(
          "the old socket's packets are lost", PATIENCE, () -> sender.counters().lost() > 0);
      held.release();

      SendReport report = sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(report.accepted()).isEqualTo(1_000);
      assertThat(report.lost()).isBetween((long) FRAMES - 10, (long) FRAMES + 10);
      assertThat(report.completed()).isEqualTo(1_000 - report.lost());
      assertThat(sender.counters().rebuilds()).isEqualTo(1);
      assertThat(sender.counters().freeFrames()).isEqualTo(FRAMES);
    }
    before.awaitAgain(PATIENCE);
  }

  @Test
  void shouldFailWhenTheKernelKeepsTheQueueForLongerThanTheBindTimeout() {
    try (Held held = pair.holdFar();
        XskSender sender = create(LossPolicy.REBUILD, Duration.ofMillis(100))) {
      XskException failure = failureOf(sender.send(numbers(), SmallPacket::write).toFuture());

      assertThat(failure.reason()).isEqualTo("EBUSY");
      SendReport report = failure.report();
      assertThat(report).isNotNull();
      assertThat(report.lost()).isEqualTo(FRAMES);
      held.release();
    }
    before.awaitAgain(PATIENCE);
  }

  private static Flux<Integer> numbers() {
    return Flux.range(0, Integer.MAX_VALUE);
  }

  private static XskException failureOf(CompletableFuture<SendReport> stream) {
    ExecutionException failed =
        catchThrowableOfType(
            ExecutionException.class, () -> stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertThat(failed).as("the end of the stream").isNotNull();
    assertThat(failed).hasCauseInstanceOf(XskException.class);
    return (XskException) failed.getCause();
  }

  private XskSender create(LossPolicy policy, Duration bindTimeout) {
    return XskSender.create(
        XskConfig.builder(pair.near())
            .frameCount(FRAMES)
            .batchSize(16)
            .completionTimeout(Duration.ofSeconds(1))
            .closeTimeout(Duration.ofMillis(200))
            .lossPolicy(policy)
            .bindTimeout(bindTimeout)
            .build());
  }
}
