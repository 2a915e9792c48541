package reactor.xsk.telemetry.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine of its own for the collector: a network namespace behind a veth pair. Routes and
 * neighbours lead there, as they would to another machine.
 */
public final class PeerNamespace implements AutoCloseable {

  public static final String NEAR = "xtnc";
  public static final String NEAR_ADDRESS = "10.79.0.1";
  public static final String FAR_ADDRESS = "10.79.0.2";

  private static final String FAR = "xtnd";

  private final Path errors;
  private final Process holder;

  public PeerNamespace(Path directory) {
    this.errors = directory.resolve("peer.errors");
    try {
      holder =
          new ProcessBuilder(Programs.find("unshare", "util-linux"), "-n", "sleep", "600").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String own = namespaceOf("self");
    Collector.await("the namespace", () -> !namespaceOf("" + holder.pid()).equals(own));
    ip("link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", "" + holder.pid());
    ip("addr", "add", NEAR_ADDRESS + "/24", "dev", NEAR);
    ip("link", "set", NEAR, "up");
    there("ip", "addr", "add", FAR_ADDRESS + "/24", "dev", FAR);
    there("ip", "link", "set", FAR, "up");
  }

  private static String namespaceOf(String process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", process, "ns", "net")).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command line that runs in the namespace. */
  List<String> inside(List<String> command) {
    List<String> entered =
        new ArrayList<>(
            List.of(Programs.find("nsenter", "util-linux"), "-t", "" + holder.pid(), "-n"));
    entered.addAll(command);
    return entered;
  }

  /** Runs a command in the namespace, and returns what it printed. */
  String there(String... command) {
    return Programs.run(errors, inside(List.of(command)));
  }

  private void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Programs.find("ip", "iproute2")));
    command.addAll(List.of(arguments));
    Programs.run(errors, command);
  }

  @Override
  public void close() {
    ip("link", "del", NEAR);
    holder.destroyForcibly();
  }
}
