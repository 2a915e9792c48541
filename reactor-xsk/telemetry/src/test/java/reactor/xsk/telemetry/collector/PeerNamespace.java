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

  static final String FAR = "xtnd";

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

  /** Whether the far end answers who asks for its address. */
  PeerNamespace withArp(boolean on) {
    there("ip", "link", "set", FAR, "arp", on ? "on" : "off");
    return this;
  }

  /** A command line that runs in the namespace. */
  List<String> inside(List<String> command) {
    List<String> entered =
        new ArrayList<>(
            List.of(Programs.find("nsenter", "util-linux"), "-t", "" + holder.pid(), "-n"));
    entered.addAll(command);
    return entered;
  }

  /**
   * Starts the main method of a class of the tests in the namespace, with the far address, a port
   * and further arguments, and returns when it listens. To close it ends it.
   */
  Collector startJava(Class<?> main, int port, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                main.getProtectionDomain().getCodeSource().getLocation().getPath(),
                main.getName(),
                FAR_ADDRESS,
                "" + port));
    command.addAll(List.of(arguments));
    return Collector.start(errors.resolveSibling(main.getSimpleName()), port, inside(command));
  }

  /** A counter of UDP in the namespace, from /proc/net/snmp. */
  long udp(String name) {
    List<String[]> lines =
        Collector.read(Path.of("/proc", "" + holder.pid(), "net", "snmp"))
            .lines()
            .filter(line -> line.startsWith("Udp:"))
            .map(line -> line.split(" "))
            .toList();
    return Long.parseLong(lines.getLast()[List.of(lines.getFirst()).indexOf(name)]);
  }

  /** Runs a command in the namespace, and returns what it printed. */
  String there(String... command) {
    return Programs.run(errors, inside(List.of(command)));
  }

  /** Runs ip in the namespace of the test. */
  void ip(String... arguments) {
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
