package reactor.xsk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.util.Loggers;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.support.ChildJvm;
import reactor.xsk.virtual.VirtualKernel;

/** What a sender logs of its life: a line when it opens and a line when it closes. */
class LifeCycleLogTest {

  private static final String REFUSED = "the second was refused";

  @Test
  void shouldLogTheEndOfALaneOnlyIfItWasOpen() throws Exception {
    ChildJvm child = ChildJvm.run(List.of(), SenderOfAQueueInUse.class);

    assertThat(child.said()).contains(REFUSED);
    assertThat(linesWith(child, " open: ")).as(child.said()).hasSize(1);
    assertThat(linesWith(child, " closed: ")).as(child.said()).hasSize(1);
  }

  private static List<String> linesWith(ChildJvm child, String text) {
    return child.said().lines().filter(it -> it.contains(text)).toList();
  }

  /** Opens a sender, and a second one of the same queue. */
  static final class SenderOfAQueueInUse {

    private SenderOfAQueueInUse() {}

    public static void main(String[] arguments) {
      Loggers.useConsoleLoggers();
      XskConfig config =
          XskConfig.builder("eth0")
              .virtualKernel(VirtualKernel.builder().build())
              .bindTimeout(Duration.ofMillis(1))
              .build();
      try (XskSender first = XskSender.create(config)) {
        XskSender.create(config).close();
        throw new AssertionError("two senders of a queue beside " + first);
      } catch (XskException busy) {
        System.out.println(REFUSED);
      }
    }
  }
}
