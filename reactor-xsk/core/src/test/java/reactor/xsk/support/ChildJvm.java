package reactor.xsk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the class path of this one, for what a test cannot do to its own.
 *
 * @param exitValue its exit status
 * @param said its output and its errors
 */
public record ChildJvm(int exitValue, String said) {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Runs a main method to its end; fails if that does not come within a minute.
   *
   * @param options of the JVM, beside native access and the class path
   */
  public static ChildJvm run(List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(PATIENCE, options, main, arguments);
  }

  /** The same, for a program that may take longer; if it does not end, its stacks are shown. */
  public static ChildJvm run(
      Duration patience, List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("child-jvm", ".txt");
    Process jvm = start(options, main, List.of(arguments), output);
    try {
      boolean ended = jvm.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        printStacks(jvm);
      }
      String said = Files.readString(output);
      assertThat(ended).as("ended: %s", said).isTrue();
      return new ChildJvm(jvm.exitValue(), said);
    } finally {
      jvm.destroyForcibly();
      Files.delete(output);
    }
  }

  /** A JVM prints the stacks of all its threads at SIGQUIT. */
  private static void printStacks(Process jvm) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-QUIT", Long.toString(jvm.pid())).start().waitFor();
    jvm.waitFor(5, TimeUnit.SECONDS);
  }

  private static Process start(
      List<String> options, Class<?> main, List<String> arguments, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}
