package reactor.xsk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.support.Await;
import reactor.xsk.support.ChildJvm;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/** A JVM ends when its main thread does, whatever its senders are at. */
@Timeout(120)
class ExitTest {

  @ParameterizedTest
  @ValueSource(strings = {"idle", "waiting", "busy", "stuck", "closing"})
  void shouldLetTheJvmExitWithAnOpenSender(String state) throws Exception {
    ChildJvm ended = ChildJvm.run(List.of(), Main.class, state);

    assertThat(ended.exitValue()).as(ended.said()).isZero();
    assertThat(ended.said()).contains("main returns").doesNotContain("Exception");
  }

  /** What the other JVM runs. */
  static final class Main {

    private Main() {}

    public static void main(String[] arguments) {
      boolean stuck = arguments[0].equals("stuck") || arguments[0].equals("closing");
      VirtualKernel kernel =
          VirtualKernel.builder()
              .completions(stuck ? VirtualCompletions.onDemand() : VirtualCompletions.immediate())
              .build();
      XskSender sender = XskSender.create(XskConfig.builder("exit0").virtualKernel(kernel).build());
      switch (arguments[0]) {
        case "waiting" -> sender.send(Flux.<Integer>never(), Numbered.WRITER).subscribe();
        case "busy", "stuck", "closing" -> {
          sender.send(Flux.range(0, Integer.MAX_VALUE), Numbered.WRITER).subscribe();
          Await.until("it sends", () -> sender.counters().packets() > 100);
        }
        default -> {} // idle
      }
      if (arguments[0].equals("closing")) {
        Thread closer = new Thread(sender::close);
        closer.setDaemon(true);
        closer.start();
      }
      System.out.println("main returns" + File.separator);
    }
  }
}
