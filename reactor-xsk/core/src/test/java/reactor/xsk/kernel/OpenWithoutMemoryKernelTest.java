package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskMode;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.support.ChildJvm;

/**
 * Opening a sender while the heap is full, and a life in which the log throws: whatever is thrown
 * closes what was opened before, and the queue can be opened again in the same process.
 */
@EveryKernelPort
class OpenWithoutMemoryKernelTest {

  private static final Pattern ANSWER = Pattern.compile("failures=(\\d+) umems=(\\d+)");

  private final PortLink link = new PortLink();

  @AfterEach
  void removeInterfaces() {
    link.close();
  }

  @Test
  void shouldLeaveNothingOpenWhereverMemoryRunsOut() throws Exception {
    for (XskMode mode : link.choose(List.of(XskMode.COPY), List.of(XskMode.BULK, XskMode.AUTO))) {
      String output = run(OpenWithoutMemoryChild.class, mode);
      Matcher answer = ANSWER.matcher(output);

      assertThat(answer.find()).as("the child ends well; it says: %s", output).isTrue();
      assertThat(Integer.parseInt(answer.group(1))).as("tries that failed").isPositive();
      assertThat(Integer.parseInt(answer.group(2))).as("UMEMs that are still mapped").isZero();
    }
  }

  @Test
  void shouldLeaveNothingOpenWhicheverMessageCannotBeLogged() throws Exception {
    for (XskMode mode : link.choose(List.of(XskMode.COPY), List.of(XskMode.BULK))) {
      String output = run(FailingLogChild.class, mode);
      Matcher answer = ANSWER.matcher(output);

      assertThat(answer.find()).as("the child ends well; it says: %s", output).isTrue();
      assertThat(Integer.parseInt(answer.group(1))).as("messages of a life").isPositive();
    }
  }

  private String run(Class<?> program, XskMode mode) throws IOException, InterruptedException {
    ChildJvm child =
        ChildJvm.run(
            PATIENCE.multipliedBy(3),
            List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow"),
            program,
            link.near(),
            mode.name());
    return child.said();
  }
}
