package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Command;
import reactor.xsk.kernel.support.Deadline;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PatternPacket;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Volume;

/**
 * The loop thread moves from one CPU to the other and back, all the time. On veth each CPU has a
 * queue of its own between the two ends; order holds because a kick empties it before it returns.
 */
@RealKernel
class MigrationKernelTest {

  private static final int PACKETS = Volume.of(300_000);
  private static final int MOST_ON_THE_WAY = 8_192;
  private static final int LONGEST_COMM = 15;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldKeepTheOrderWhenTheLoopThreadMovesBetweenCpus(TestReporter reporter) throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one CPU");
    AtomicLong last = new AtomicLong(-1);
    AtomicLong outOfOrder = new AtomicLong();
    XskConfig config = XskConfig.builder(pair.near()).mode(XskMode.COPY).build();
    try (TapThread tap =
            TapThread.on(
                pair.far(),
                (bytes, length) -> {
                  int number = ByteBuffer.wrap(bytes, 0, length).getInt(0);
                  if (number < last.getAndSet(number)) {
                    outOfOrder.incrementAndGet();
                  }
                });
        XskSender sender = XskSender.create(config)) {
      String thread = loopThread();
      CompletableFuture<SendReport> sent =
          sender
              .send(
                  Pace.numbers(
                      PACKETS, MOST_ON_THE_WAY, () -> tap.received() + sender.counters().dropped()),
                  new PatternPacket(7)::write)
              .toFuture();
      int moves = 0;
      for (; !sent.isDone(); moves++) {
        Command.run("taskset", "-cp", Integer.toString(moves & 1), thread);
        Deadline.letPass(10); // a command costs more than a packet
      }
      SendReport report = sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      tap.awaitReceived((int) report.completed(), PATIENCE);

      reporter.publishEntry(
          "migration", "%d moves, %s out of order of %d".formatted(moves, outOfOrder, PACKETS));
      assertThat(moves).isGreaterThan(10);
      assertThat(outOfOrder).as("out of order, %d moves", moves).hasValue(0);
    }
  }

  private String loopThread() throws IOException {
    String name = "xsk-tx-" + pair.near();
    String comm = name.substring(0, Math.min(name.length(), LONGEST_COMM));
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .filter(it -> read(it.resolve("comm")).startsWith(comm))
          .map(it -> it.getFileName().toString())
          .findFirst()
          .orElseThrow();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // a thread that has ended
    }
  }
}
