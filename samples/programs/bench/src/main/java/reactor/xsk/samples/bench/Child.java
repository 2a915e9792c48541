package reactor.xsk.samples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process of one entrant, which sends from its start to {@link #close}. */
final class Child implements AutoCloseable {

  private static final long PATIENCE_S = 5;
  private static final long ANSWER_S = 60;

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  /** An entrant cannot run here; the message says why. */
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String why) {
      super(why);
    }
  }

  private Child(Process process) {
    this.process = process;
    this.answers = process.inputReader();
    this.questions = process.outputWriter();
  }

  /** Starts what {@code command} says, and waits until it sends. */
  static Child start(List<String> command) throws IOException, UnavailableException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Child child = new Child(process);
    String said = child.answer();
    if (!"READY".equals(said)) {
      child.stop();
      throw new UnavailableException(
          said == null
              ? "it ended before it sent, or was too slow"
              : said.replaceFirst("^UNAVAILABLE ", ""));
    }
    return child;
  }

  long pid() {
    return process.pid();
  }

  /** The next line; null if the process has ended, which it is made to if the line is late. */
  private @Nullable String answer() throws IOException {
    Executor late = CompletableFuture.delayedExecutor(ANSWER_S, TimeUnit.SECONDS);
    CompletableFuture<Void> end = CompletableFuture.runAsync(process::destroyForcibly, late);
    try {
      return answers.readLine();
    } finally {
      end.cancel(false);
    }
  }

  /** What it says of itself now, by name. */
  Map<String, Long> figures() throws IOException {
    questions.write("figures\n");
    questions.flush();
    String answer = answer();
    if (answer == null) {
      throw new IOException(
          "the process of the entrant has ended, or did not answer for %d s".formatted(ANSWER_S));
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
