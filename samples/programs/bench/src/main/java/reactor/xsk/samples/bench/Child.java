package reactor.xsk.samples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.xsk.samples.bench.contestant.Contestant;
import reactor.xsk.samples.bench.linux.Wire;

/** The process of one entrant, which sends from its start to {@link #close}. */
final class Child implements AutoCloseable {

  private static final long PATIENCE_S = 5;

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  /** An entrant cannot run here; the message says why. */
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    private UnavailableException(String why) {
      super(why);
    }
  }

  private Child(Process process) {
    this.process = process;
    this.answers = process.inputReader();
    this.questions = process.outputWriter();
  }

  /**
   * Starts an entrant.
   *
   * @param txonly the C reference, or null if there is none
   * @param rate packets in a second, one at a time; 0 for as fast as it goes
   */
  static Child start(Entrant entrant, Wire wire, int size, int rate, @Nullable Path txonly)
      throws IOException, UnavailableException {
    if (entrant.isC() && txonly == null) {
      throw new UnavailableException("there is no gcc to compile it");
    }
    List<String> command =
        entrant.isC() ? ofC(entrant, wire, size, rate, txonly) : ofJvm(entrant, wire, size, rate);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Child child = new Child(process);
    String said = child.answers.readLine();
    if (!"READY".equals(said)) {
      child.stop();
      throw new UnavailableException(
          said == null ? "it ended before it sent" : said.replaceFirst("^UNAVAILABLE ", ""));
    }
    return child;
  }

  private static List<String> ofC(
      Entrant entrant, Wire wire, int size, int rate, @Nullable Path txonly) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(String.valueOf(txonly), wire.near()));
    command.addAll(List.of(String.valueOf(entrant.batch()), String.valueOf(size)));
    if (rate > 0) {
      command.add(String.valueOf(rate));
    }
    command.addAll(entrant.arguments());
    return command;
  }

  private static List<String> ofJvm(Entrant entrant, Wire wire, int size, int rate) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xms512m", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Contestant.class.getName());
    command.addAll(entrant.arguments());
    command.addAll(List.of("near=" + wire.near(), "peer=" + wire.peer()));
    command.addAll(List.of("size=" + size, "rate=" + rate));
    return command;
  }

  long pid() {
    return process.pid();
  }

  /** What it says of itself now. */
  Map<String, Long> figures() throws IOException {
    questions.write("figures\n");
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the process of the entrant has ended");
    }
    Map<String, Long> figures = new HashMap<>();
    for (String pair : answer.strip().split(" +")) {
      String[] parts = pair.split("=", 2);
      figures.put(parts[0], Long.valueOf(parts[1]));
    }
    return figures;
  }

  /** Ends the process. */
  void stop() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
