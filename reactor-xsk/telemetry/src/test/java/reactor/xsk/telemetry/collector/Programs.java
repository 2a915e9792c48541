package reactor.xsk.telemetry.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Finds and runs programs of the system. */
final class Programs {

  private static final List<String> DIRECTORIES = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");

  private Programs() {}

  /**
   * The path of a program. Without it the test is skipped with the package to install; where
   * -Dxsk.kernel=required, as in CI, that is a failure.
   */
  static String find(String program, String debianPackage) {
    for (String directory : DIRECTORIES) {
      Path path = Path.of(directory, program);
      if (Files.isExecutable(path)) {
        return path.toString();
      }
    }
    String missing = "there is no %s: install %s".formatted(program, debianPackage);
    if (System.getProperty("xsk.kernel", "optional").equals("required")) {
      throw new IllegalStateException("xsk.kernel=required, but " + missing);
    }
    System.err.println("A TEST IS SKIPPED: " + missing);
    throw new TestAbortedException(missing);
  }

  /**
   * Runs a program to its end and returns its standard output; a status other than 0 is an error.
   */
  static String run(Path errors, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "%s: status %d: %s"
                .formatted(String.join(" ", command), status, Files.readString(errors)));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + String.join(" ", command), e);
    }
  }

  /** Ends a process with SIGINT, and waits for it and the processes that it has started. */
  static void interrupt(Process process, Path directory) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    run(
        directory.resolve("kill.errors"),
        List.of(find("kill", "procps"), "-INT", "" + process.pid()));
    Collector.await("the end of " + process, () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }
}
