package reactor.xsk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.support.ChildJvm;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualKernel;

/**
 * {@code System.exit} on the loop thread waits for the shutdown hooks, and a hook that closes the
 * sender waits for the loop thread: the JVM ends all the same.
 */
@Timeout(120)
class ExitInCallbackTest {

  private static final int EXIT_CODE = 7;

  @ParameterizedTest
  @ValueSource(strings = {"writer", "fused source", "source", "result", "report", "listener"})
  void shouldEndTheJvmWhenACallbackExitsAndAHookCloses(String place) throws Exception {
    ChildJvm ended = ChildJvm.run(List.of(), Main.class, place);

    assertThat(ended.exitValue()).as(ended.said()).isEqualTo(EXIT_CODE);
    assertThat(ended.said()).contains("the hook returns").contains("the loop thread is blocked");
  }

  /** What the other JVM runs. */
  static final class Main {

    private static String place = "";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
      place = arguments[0];
      XskSender sender =
          XskSender.create(
              XskConfig.builder("exit0")
                  .virtualKernel(VirtualKernel.create())
                  .closeTimeout(Duration.ofMillis(100))
                  .reportListener(Main::onReport)
                  .build());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    sender.close();
                    System.out.println("the hook returns");
                  }));
      Flux<Integer> numbers = Flux.range(0, 100);
      Flux<Integer> exiting = numbers.doOnNext(i -> exitIf("fused source".equals(place)));
      Flux<Integer> source = exiting.hide().doOnNext(i -> exitIf("source".equals(place)));
      switch (place) {
        case "result" ->
            sender.sendWithResults(numbers, Numbered.WRITER).subscribe(result -> exitIf(true));
        case "report" -> sender.send(numbers, Numbered.WRITER).subscribe(report -> exitIf(true));
        case "source" -> sender.send(source, Numbered.WRITER).subscribe();
        default ->
            sender
                .send(
                    exiting,
                    (number, frame) -> {
                      exitIf("writer".equals(place));
                      return Numbered.WRITER.write(number, frame);
                    })
                .subscribe();
      }
      Thread.sleep(Duration.ofSeconds(50));
    }

    private static void onReport(SendReport report) {
      exitIf("listener".equals(place));
    }

    private static void exitIf(boolean now) {
      if (now) {
        System.exit(EXIT_CODE);
      }
    }
  }
}
