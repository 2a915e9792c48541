package reactor.xsk.kernel.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.xsk.kernel.support.PatternCheck;
import reactor.xsk.kernel.support.TapThread;

/**
 * Runs on the host, beside a virtual machine: moves cable and card when the guest asks for it, and
 * reads what comes out of the card. Requests and answers are files in a directory that both see.
 *
 * <p>{@code HostEnd DIRECTORY}: that of the job, as {@code src/test/vm/boot} has it.
 */
final class HostEnd {

  /** System property of the guest: the directory of the files. */
  static final String DIRECTORY = "xsk.card.directory";

  /** Of the packets that are sent. */
  static final long SEED = 0xca4d;

  static final String LISTEN = "listen";
  static final String ARRIVALS = "arrivals";
  static final String MONITOR = "monitor ";
  static final String FAILED = "FAILED: ";

  private static final String TAP = "t0";
  private static final int POLL_EVERY_MS = 5;

  private final Path directory;
  private @Nullable Monitor monitor;
  private @Nullable TapThread tap;
  private PatternCheck check = new PatternCheck(SEED);

  private HostEnd(Path directory) {
    this.directory = directory;
  }

  /** Serves until it is killed. */
  public static void main(String[] args) throws Exception {
    HostEnd end = new HostEnd(Path.of(args[0]));
    for (int number = 0; ; number++) {
      end.serve(number);
    }
  }

  private void serve(int number) throws IOException, InterruptedException {
    Path request = request(directory, number);
    while (!Files.exists(request)) {
      Thread.sleep(POLL_EVERY_MS);
    }
    write(answer(directory, number), answerTo(Files.readString(request)));
  }

  private String answerTo(String request) {
    try {
      return switch (request) {
        case LISTEN -> listen();
        case ARRIVALS -> arrivals();
        default -> monitor().command(request.substring(MONITOR.length()));
      };
    } catch (IOException | RuntimeException | AssertionError e) {
      return FAILED + e;
    }
  }

  private Monitor monitor() throws IOException {
    if (monitor == null) {
      monitor = Monitor.at(directory.resolve("monitor"));
    }
    return monitor;
  }

  private String listen() {
    if (tap != null) {
      tap.close();
    }
    check = new PatternCheck(SEED);
    tap = TapThread.on(TAP, check);
    return "";
  }

  /** The numbers that have arrived, as "0-99,120-150". */
  private String arrivals() {
    if (tap == null) {
      throw new IllegalStateException("not listening: ask for \"listen\" first");
    }
    tap.received(); // throws what it found
    if (tap.dropped() > 0) {
      throw new IllegalStateException("no room for " + tap.dropped() + " packets");
    }
    BitSet arrived = (BitSet) check.arrived().clone();
    return arrived.stream()
        .filter(number -> number == 0 || !arrived.get(number - 1))
        .mapToObj(first -> first + "-" + (arrived.nextClearBit(first) - 1))
        .collect(Collectors.joining(","));
  }

  static Path request(Path directory, int number) {
    return directory.resolve("request-" + number);
  }

  static Path answer(Path directory, int number) {
    return directory.resolve("answer-" + number);
  }

  /** Writes a file that is either not there or complete. */
  static void write(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.writeString(unfinished, text);
    Files.move(unfinished, file);
  }
}
