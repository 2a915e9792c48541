package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.xsk.LossPolicy;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.port.Ports;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.stream.MonoSend;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/**
 * What is not foreseen harms as few as can be; if it ends the sender, then with an account, an end
 * for each stream, and no leak.
 */
@Timeout(60)
class CrashTest {

  @Test
  void shouldGoOnWithTheOtherStreamsWhenASubscriberFailsTheJvmInTheMiddleOfAWindow() {
    VirtualSender sender = VirtualSender.open();
    ProbeSource<Integer> source = new ProbeSource<>();
    AtomicReference<SendReport> other = new AtomicReference<>();
    sender.sendNumbers(source).subscribe(other::set);
    // the results of 33 and 40 are emitted while their window is being written
    sender
        .<Integer>sendWithResults(
            Flux.range(0, 100),
            (number, frame) ->
                number == 33 || number == 40 ? 0 : Numbered.WRITER.write(number, frame))
        .subscribe(
            result -> {
              if (result.item() == 40) {
                throw new NoClassDefFoundError("missing");
              }
            });
    Await.until("the other stream got that far", () -> sender.counters().failed() == 2);
    Await.until("that stream is over", () -> sender.counters().openStreams() == 1);
    source.emit(1);
    source.complete();
    Await.until("the other stream has ended", () -> other.get() != null);

    assertThat(other.get().completed()).isEqualTo(1);
    assertThat(sender.counters().accepted()).isEqualTo(65);
    assertThat(sender.counters().completed()).isEqualTo(63);
    assertThat(sender.counters().failed()).isEqualTo(2);
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    sender.close();
  }

  @Test
  void shouldFailOnlyItsStreamWhenAnOperatorOfAFusedSourceFailsTheJvm() {
    VirtualSender sender = VirtualSender.open();
    ProbeSource<Integer> source = new ProbeSource<>();
    AtomicReference<SendReport> other = new AtomicReference<>();
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(source).subscribe(other::set);
    sender
        .sendNumbers(Flux.range(0, 10).map(CrashTest::missing))
        .subscribe(report -> {}, error::set);
    Await.until("that stream has failed", () -> error.get() != null);
    source.emit(1);
    source.complete();
    Await.until("the other stream has ended", () -> other.get() != null);

    assertThat(error.get()).isInstanceOf(NoClassDefFoundError.class);
    assertThat(other.get().completed()).isEqualTo(1);
    sender.close();
  }

  private static Integer missing(Integer number) {
    throw new NoClassDefFoundError("missing for " + number);
  }

  @Test
  void shouldEndAllStreamsWhenTheSocketCannotBeRebuilt() {
    VirtualKernel kernel = VirtualKernel.create();
    VirtualSender sender =
        VirtualSender.open(
            kernel,
            it ->
                it.completionTimeout(Duration.ofMillis(50))
                    .lossPolicy(LossPolicy.REBUILD)
                    .bindTimeout(Duration.ZERO));
    kernel.failBind(1, Integer.MAX_VALUE);
    kernel.loseCompletions(1);
    AtomicReference<Throwable> error = new AtomicReference<>();
    Flux<Integer> source = Flux.range(0, 10).concatWith(Flux.never());
    sender.sendNumbers(source).subscribe(report -> {}, error::set);
    Await.until("the stream has failed", () -> error.get() != null);

    assertThat(error.get())
        .asInstanceOf(type(XskException.class))
        .satisfies(
            e -> {
              assertThat(e.reason()).isEqualTo("EPERM");
              assertThat(e.report().lost()).isEqualTo(1);
              assertThat(e.report().completed()).isEqualTo(9);
            });
    sender.close();
    assertThat(LoopThreads.of(sender.interfaceName())).isEmpty();
  }

  @Test
  void shouldEndAllStreamsWhenThePortCannotBeClosed() throws Exception {
    VirtualKernel kernel =
        VirtualKernel.builder().completions(VirtualCompletions.onDemand()).build();
    XskConfig config =
        XskConfig.builder("crash0").virtualKernel(kernel).closeTimeout(Duration.ZERO).build();
    Lane lane = new Lane(config, () -> failingToClose(Ports.of(config).open()));
    lane.start();
    lane.thread().opened().get(10, TimeUnit.SECONDS);

    // the packet in flight keeps the stream open until the port is closed
    StepVerifier.create(
            MonoSend.<Integer>assembled(lane::starter, Flux.range(0, 1), Numbered.WRITER))
        .then(
            () -> {
              Await.until("it is out", () -> kernel.waitingCompletions() == 1);
              lane.requestClose(System.nanoTime());
            })
        .expectError(XskException.class)
        .verify(Await.DEADLINE);
    lane.thread().join(10_000);
    assertThat(lane.thread().isAlive()).isFalse();
  }

  private static TxPort failingToClose(TxPort port) {
    return (TxPort)
        Proxy.newProxyInstance(
            TxPort.class.getClassLoader(),
            new Class<?>[] {TxPort.class},
            (proxy, method, arguments) -> {
              Object answer;
              try {
                answer = method.invoke(port, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (method.getName().equals("close")) {
                throw new XskException("close", 5, "EIO", "", "nothing", null);
              }
              return answer;
            });
  }
}
