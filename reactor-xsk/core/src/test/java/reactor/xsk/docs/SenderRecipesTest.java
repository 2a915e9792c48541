package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.docs.RecipeStage.WRITER;
import static reactor.xsk.docs.RecipeStage.config;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.ChecksumOffload;
import reactor.xsk.MetadataOptions;
import reactor.xsk.MetadataWriter;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.support.Await;
import reactor.xsk.virtual.VirtualKernel;

/** The recipes of docs/recipes.md on a sender's queues, rate and end, quoted line by line. */
@Timeout(30)
class SenderRecipesTest {

  private final VirtualKernel kernel = VirtualKernel.builder().queues(4).build();

  @Test
  void shouldSplitOneStreamOverSeveralQueuesByKey() {
    XskConfig.Builder builder = config(kernel).toBuilder();
    Flux<Long> readings = Flux.range(0, 1_000).map(Integer::longValue);
    XskConfig config = builder.queues(0, 4).build();
    try (XskSender sender = XskSender.create(config)) {
      SendReport report = sender.sendByKey(readings, reading -> reading % 16, WRITER).block();
      assertThat(report.completed()).isEqualTo(1_000);
      assertThat(sender.queues()).hasSize(4);
    }
  }

  @Test
  void shouldHoldASenderToARate() {
    XskConfig.Builder builder = config(kernel).toBuilder();
    XskConfig config = builder.pace(50_000).paceCatchUp(Duration.ofMillis(2)).build();
    try (XskSender sender = XskSender.create(config)) {
      assertThat(sender.send(Flux.range(0, 100).map(Integer::longValue), WRITER).block().isClean())
          .isTrue();
    }
  }

  @Test
  void shouldSendPacketsThatAreLongerThanAPage() {
    VirtualKernel jumbo = VirtualKernel.builder().mtu(9_000).build();
    XskConfig.Builder builder = config(jumbo).toBuilder();
    XskConfig config = builder.frameSize(16_384).frameCount(512).build();
    try (XskSender sender = XskSender.create(config)) {
      assertThat(sender.maxPacketBytes()).isEqualTo(9_014);
      assertThat(sender.send(Flux.just(1L), (reading, frame) -> 9_014).block().bytes())
          .isEqualTo(9_014);
    }
  }

  @Test
  void shouldLeaveChecksumsToTheDeviceAndReportTransmitTimes() {
    XskConfig.Builder builder = config(kernel).toBuilder();
    XskConfig config =
        builder
            .metadata(MetadataOptions.none().checksums(ChecksumOffload.DEVICE).transmitTimes(true))
            .build();
    MetadataWriter<Long> writer =
        (reading, frame, metadata) -> {
          int length = writeWithPseudoHeaderSum(reading, frame);
          metadata.checksum(34, 6);
          return length;
        };
    try (XskSender sender = XskSender.create(config)) {
      List<OptionalLong> times =
          sender
              .sendWithResults(Flux.just(1L, 2L), writer)
              .map(SendResult::transmitTimeNs)
              .collectList()
              .block();
      assertThat(times).hasSize(2).allMatch(OptionalLong::isPresent);
    }
  }

  /** The headers would be 42 bytes. */
  private static int writeWithPseudoHeaderSum(long reading, MemorySegment frame) {
    frame.asSlice(0, 60).fill((byte) reading);
    return 60;
  }

  @Test
  void shouldNoticeTheEndOfASender() {
    AtomicReference<Throwable> noticed = new AtomicReference<>();
    XskSender sender = XskSender.create(config(kernel));
    sender.onDispose().subscribe(null, noticed::set);
    kernel.removeInterface();
    sender.send(Flux.just(1L), WRITER).onErrorComplete().block();
    Await.until("it is noticed", () -> noticed.get() != null);
    assertThat(sender.isDisposed()).isTrue();
  }

  @Test
  void shouldCloseWithoutBlocking() {
    XskSender sender = XskSender.create(config(kernel));
    Mono<Void> closing = sender.disposeLater();
    closing.subscribeOn(Schedulers.parallel()).block(Await.DEADLINE);
    assertThat(sender.isDisposed()).isTrue();
  }
}
