package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.publisher.Flux;
import reactor.xsk.XskException;
import reactor.xsk.XskLane;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** Loop threads that are bound to CPUs. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class PinnedLaneTest {

  private static final Path STATUS = Path.of("/proc/thread-self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** What the kernel says of the calling thread. */
  private static String allowedCpus() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(ALLOWED))
          .map(line -> line.substring(ALLOWED.length()).strip())
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int firstAllowedCpu() {
    return Integer.parseInt(allowedCpus().split("[-,]")[0]);
  }

  @Test
  void shouldRunTheWritersOfEachLaneOnItsCpu() {
    int cpu = firstAllowedCpu();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    VirtualKernel kernel = VirtualKernel.builder().queues(2).build();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it.queues(0, 2).cpus(cpu))) {
      for (int i = 0; i < 4; i++) {
        sender
            .send(
                Flux.range(0, 1),
                (number, frame) -> {
                  seen.add(allowedCpus());
                  return Numbered.WRITER.write(number, frame);
                })
            .block(Await.DEADLINE);
      }
      assertThat(sender.queues()).extracting(XskLane::cpu).containsOnly(cpu);
    }
    assertThat(seen).containsExactly(Integer.toString(cpu));
  }

  @Test
  void shouldLeaveItToTheKernelByDefault() {
    try (VirtualSender sender = VirtualSender.open()) {
      assertThat(sender.queues()).extracting(XskLane::cpu).containsOnly(XskLane.ANY_CPU);
    }
  }

  @Test
  void shouldFailToOpenOnACpuThatIsNotThere() {
    assertThatExceptionOfType(XskException.class)
        .isThrownBy(() -> VirtualSender.open(VirtualKernel.create(), it -> it.cpus(1_023)))
        .withMessageContaining("sched_setaffinity failed: EINVAL (22): cpu=1023");
    assertThat(LoopThreads.of("vt")).isEmpty();
  }
}
