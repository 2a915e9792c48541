package reactor.xsk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.support.Await;
import reactor.xsk.support.ChildJvm;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualKernel;

/** BlockHound watches the loop thread: it finds nothing of ours, and a writer that blocks. */
@Timeout(120)
class BlockHoundTest {

  @Test
  void shouldPassUnderBlockHoundAndReportAWriterThatBlocks() throws Exception {
    ChildJvm ended =
        ChildJvm.run(
            List.of("-XX:+AllowRedefinitionToAddDeleteMethods", "-XX:+EnableDynamicAgentLoading"),
            Main.class);

    assertThat(ended.exitValue()).as(ended.said()).isZero();
    assertThat(ended.said()).contains("all was as it should");
  }

  /** What the other JVM runs. */
  static final class Main {

    private Main() {}

    public static void main(String[] arguments) {
      BlockHound.install();
      VirtualKernel kernel = VirtualKernel.create();
      XskConfig config =
          XskConfig.builder("hound0")
              .virtualKernel(kernel)
              .completionTimeout(Duration.ofMillis(50))
              .lossPolicy(LossPolicy.REBUILD)
              .build();
      try (XskSender sender = XskSender.create(config)) {
        SendReport report = sender.send(Flux.range(0, 10_000), Numbered.WRITER).block();
        assertThat(report.completed()).isEqualTo(10_000);

        idle(); // it spins, yields and parks
        kernel.loseCompletions(1);
        kernel.failBind(16, 3); // opening anew has to wait for the queue
        report = sender.send(Flux.range(0, 100), Numbered.WRITER).block();
        assertThat(report.lost()).isEqualTo(1);
        assertThat(sender.counters().rebuilds()).isEqualTo(1);

        report = sender.send(Flux.range(0, 3), Main::blockAtOne).block();
        assertThat(report.completed()).isEqualTo(2);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.firstFailure()).hasStackTraceContaining("BlockingOperationError");
      }
      System.out.println("all was as it should");
    }

    private static void idle() {
      long endNs = System.nanoTime() + Duration.ofMillis(300).toNanos();
      Await.until("it has idled", () -> System.nanoTime() - endNs >= 0);
    }

    private static int blockAtOne(Integer number, MemorySegment frame) {
      if (number == 1) {
        try {
          Thread.sleep(1);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return Numbered.WRITER.write(number, frame);
    }
  }
}
