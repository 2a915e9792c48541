package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.xsk.SendReport;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualFault;

/** How an error that the socket does not survive ends streams, sender and thread. */
@Timeout(60)
class FatalErrorTest {

  @Test
  void shouldFailWithinASecondWhenTheInterfaceIsRemoved() {
    VirtualSender sender = VirtualSender.open();
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(Flux.range(0, Integer.MAX_VALUE)).subscribe(report -> {}, error::set);
    Await.until("the stream runs", () -> sender.counters().completed() > 1_000);
    sender.kernel().removeInterface();
    Await.until("the stream fails", Duration.ofSeconds(1), () -> error.get() != null);

    SendReport report = Ending.reportOf(error.get(), XskException.class);
    assertThat(((XskException) error.get()).reason()).isEqualTo("ENXIO");
    assertThat(report.accepted()).isEqualTo(sender.counters().accepted());
    Await.until("the thread has ended", () -> LoopThreads.of(sender.interfaceName()).isEmpty());
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    sender.close();
  }

  @Test
  void shouldNoticeARemovedInterfaceWhileAllFramesAreOut() {
    VirtualSender sender = VirtualSender.neverCompleting(it -> it.frameCount(64));
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(Flux.range(0, 1_000)).subscribe(report -> {}, error::set);
    Await.until("the frames are out", () -> sender.counters().inFlight() == 64);
    sender.kernel().removeInterface();
    Await.until("the stream fails", Duration.ofSeconds(1), () -> error.get() != null);

    assertThat(Ending.reportOf(error.get(), XskException.class).lost()).isEqualTo(64);
    sender.close();
  }

  @Test
  void shouldFailAllStreamsAndLaterOnesAfterAFatalError() {
    VirtualSender sender = VirtualSender.open();
    List<AtomicReference<Throwable>> errors = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      AtomicReference<Throwable> error = new AtomicReference<>();
      errors.add(error);
      sender.sendNumbers(new ProbeSource<>()).subscribe(report -> {}, error::set);
    }
    sender.kernel().onNextKicks(VirtualFault.unbound());
    sender.sendNumbers(Flux.range(0, 1)).onErrorComplete().block(Await.DEADLINE);

    assertThat(errors)
        .allSatisfy(
            error -> {
              Await.until("the stream fails", () -> error.get() != null);
              assertThat(error.get())
                  .asInstanceOf(type(XskException.class))
                  .satisfies(e -> assertThat(e.reason()).isEqualTo("ENXIO"));
            });
    StepVerifier.create(sender.sendNumbers(Flux.range(0, 1)))
        .expectErrorSatisfies(
            e ->
                assertThat(e)
                    .asInstanceOf(type(XskException.class))
                    .satisfies(x -> assertThat(x.reason()).isEqualTo("ENXIO")))
        .verify(Await.DEADLINE);
    sender.close();
    assertThat(LoopThreads.of(sender.interfaceName())).isEmpty();
  }
}
