package reactor.xsk.samples.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.samples.bench.contestant.Contestant;
import reactor.xsk.samples.bench.linux.Wire;

/**
 * The programs of the entrants.
 *
 * @param compiled where the compiled C programs are; null if there are none
 */
record Programs(@Nullable Path compiled) {

  /** The command that starts an entrant; {@code rate} 0 is full speed. */
  List<String> command(Entrant entrant, Wire wire, int size, int rate)
      throws Child.UnavailableException {
    List<String> command = new ArrayList<>(start(entrant));
    command.addAll(entrant.settings());
    command.addAll(List.of("near=" + wire.near(), "peer=" + wire.peer()));
    command.addAll(List.of("size=" + size, "rate=" + rate));
    return command;
  }

  private List<String> start(Entrant entrant) throws Child.UnavailableException {
    if (entrant.program() != null) {
      return List.of(find(entrant.program()).toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Xms512m",
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        Contestant.class.getName());
  }

  private Path find(String program) throws Child.UnavailableException {
    Path path = compiled == null ? null : compiled.resolve(program);
    if (path == null || !Files.isExecutable(path)) {
      throw new Child.UnavailableException(program + ".c could not be compiled");
    }
    return path;
  }
}
