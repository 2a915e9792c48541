package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;

/**
 * A stream that must run on undisturbed, beside whatever a test does to its sender: who breaks the
 * rules of Reactive Streams harms himself.
 */
abstract class BesideAGoodStream {

  VirtualSender sender;
  private ProbeSource<Integer> goodSource;
  private CompletableFuture<SendReport> good;

  @BeforeEach
  void openWithAGoodStream() {
    sender = VirtualSender.open();
    goodSource = new ProbeSource<>();
    good = sender.sendNumbers(goodSource).toFuture();
    emitGood(1);
  }

  @AfterEach
  void theGoodStreamIsUndisturbed() {
    emitGood(2);
    goodSource.complete();
    SendReport report = good.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
    assertThat(report.completed()).as("the good stream").isEqualTo(2);
    assertThat(report.isClean()).as("the good stream").isTrue();
    Await.until("none is open", () -> sender.counters().openStreams() == 0);
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    assertThat(sender.sendNumbers(Flux.range(0, 100).hide()).block(Await.DEADLINE).isClean())
        .as("a later stream")
        .isTrue();
    sender.close();
    assertThat(LoopThreads.of(sender.interfaceName())).isEmpty();
  }

  private void emitGood(int nth) {
    goodSource.awaitRequested(nth);
    goodSource.emit(nth);
  }
}
