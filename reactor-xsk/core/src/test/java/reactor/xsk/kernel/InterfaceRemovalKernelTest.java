package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.ProcessResources;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** {@code ip link del}: the stream fails with a clear error, and nothing is left. */
@EveryKernelPort
class InterfaceRemovalKernelTest {

  private static final int FRAMES = 1_024;
  private static final int ENXIO = 6;

  private final PortLink link = new PortLink();
  private final ProcessResources before = ProcessResources.now();
  private final XskSender sender = XskSender.create(link.config().frameCount(FRAMES).build());
  private final AtomicLong taken = new AtomicLong();

  @AfterEach
  void closeSender() {
    sender.close();
    link.close();
  }

  @Test
  void shouldFailTheStreamWhenTheInterfaceIsRemovedInItsMiddle() throws Exception {
    CompletableFuture<SendReport> sent = startEndlessStream();
    awaitCompleted(50_000);
    link.pair().remove();

    XskException failure = failureOf(sent);
    assertThatNamesTheRemoval(failure);
    SendReport report = reportOf(failure);
    assertThat(report.accepted()).isEqualTo(taken.get());
    assertThat(report.completed()).isGreaterThanOrEqualTo(50_000);
    assertThat(report.lost()) // veth gives all back, but a starved machine later than is waited
        .isLessThanOrEqualTo(Math.min(report.failed(), FRAMES));
    assertThatAllFramesAreAccountedFor();
    assertThatNothingIsLeft();
  }

  @Test
  void shouldGiveEachItemAnOutcomeWhenTheInterfaceIsRemovedUnderAResultsStream() {
    Map<SendOutcome, Long> outcomes = new EnumMap<>(SendOutcome.class);
    CompletableFuture<?> ended =
        sender
            .sendWithResults(numbers(), SmallPacket::write)
            .doOnNext(result -> outcomes.merge(result.outcome(), 1L, Long::sum))
            .then()
            .toFuture();
    awaitCompleted(50_000);
    link.pair().remove();

    XskException failure = failureOf(ended);
    assertThatNamesTheRemoval(failure);
    SendReport report = reportOf(failure);
    assertThat(report.accepted()).isEqualTo(taken.get());
    assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum())
        .as("results %s of %s", outcomes, report)
        .isEqualTo(taken.get());
    assertThat(outcomes.get(SendOutcome.COMPLETED)).isEqualTo(report.completed());
    assertThatAllFramesAreAccountedFor();
    assertThatNothingIsLeft();
  }

  @Test
  void shouldFailTheStreamThatWaitsForTheLinkWhenTheInterfaceIsRemoved() {
    VethPair.down(link.near());
    CompletableFuture<SendReport> sent = startEndlessStream();
    Eventually.hold("it waits", PATIENCE, () -> sender.counters().linkWaits() == 1);
    link.pair().remove();

    XskException failure = failureOf(sent);
    assertThatNamesTheRemoval(failure);
    SendReport report = reportOf(failure);
    assertThat(report.completed()).isZero();
    assertThat(link.choose(report.failed(), report.dropped()))
        .as("published and not taken; by mode BULK refused")
        .isPositive();
    assertThat(report.accepted()).isEqualTo(taken.get());
    assertThatAllFramesAreAccountedFor();
    assertThatNothingIsLeft();
  }

  @Test
  void shouldFailTheNextStreamWhenTheInterfaceWasRemovedWithoutOne() {
    link.pair().remove();

    XskException failure = failureOf(startEndlessStream());
    assertThatNamesTheRemoval(failure);
    assertThat(reportOf(failure).accepted()).isEqualTo(taken.get());
    assertThatAllFramesAreAccountedFor();
    assertThatNothingIsLeft();
  }

  @Test
  void shouldRefuseAStreamWithTheReasonAfterTheInterfaceWasRemoved() {
    link.pair().remove();
    failureOf(startEndlessStream());

    XskException failure = failureOf(startEndlessStream());
    assertThatNamesTheRemoval(failure);
    assertThat(reportOf(failure).accepted()).isZero();
  }

  private Flux<Integer> numbers() {
    return Flux.range(0, Integer.MAX_VALUE).doOnNext(number -> taken.incrementAndGet());
  }

  private CompletableFuture<SendReport> startEndlessStream() {
    return sender.send(numbers(), SmallPacket::write).toFuture();
  }

  private void awaitCompleted(long count) {
    Eventually.hold(
        count + " packets completed", PATIENCE, () -> sender.counters().completed() >= count);
  }

  private static XskException failureOf(CompletableFuture<?> stream) {
    ExecutionException failed =
        catchThrowableOfType(
            ExecutionException.class, () -> stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertThat(failed).as("the end of the stream").isNotNull();
    assertThat(failed).hasCauseInstanceOf(XskException.class);
    return (XskException) failed.getCause();
  }

  private void assertThatNamesTheRemoval(XskException failure) {
    assertThat(failure.operation()).isEqualTo(link.choose("sendto(AF_XDP)", "bpf(BPF_PROG_RUN)"));
    assertThat(failure.errno()).isEqualTo(ENXIO);
    assertThat(failure.reason()).isEqualTo("ENXIO");
    assertThat(failure.values()).contains("interface=" + link.near());
    assertThat(failure.hint()).contains("the interface was removed").contains("new sender");
  }

  private static SendReport reportOf(XskException failure) {
    SendReport report = failure.report();
    assertThat(report).as("the account of the stream").isNotNull();
    return report;
  }

  private void assertThatAllFramesAreAccountedFor() {
    assertThat(sender.counters().freeFrames()).isEqualTo(FRAMES);
    assertThat(sender.counters().inFlight()).isZero();
    assertThat(sender.counters().accepted())
        .isEqualTo(
            sender.counters().completed()
                + sender.counters().dropped()
                + sender.counters().failed()
                + sender.counters().discarded());
  }

  private void assertThatNothingIsLeft() {
    sender.close();
    before.awaitAgain(PATIENCE);
    assertThatThrownBy(() -> XskSender.create(link.config().build()))
        .hasMessageContaining("ENODEV");
  }
}
