package reactor.xsk.telemetry.collector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two joined interfaces: what the near one sends, the IP stack behind the far one receives. */
final class VethLink implements AutoCloseable {

  static final String NEAR = "xtna";
  static final String FAR = "xtnb";
  static final String FAR_ADDRESS = "10.78.0.2";

  /** The sender's address belongs to no interface: the stack would refuse its own. */
  static final String NEAR_ADDRESS = "10.78.0.1";

  private final Path errors;

  VethLink(Path directory) {
    this.errors = directory.resolve("ip.errors");
    ip("link", "add", NEAR, "type", "veth", "peer", "name", FAR);
    ip("addr", "add", FAR_ADDRESS + "/24", "dev", FAR);
    ip("link", "set", NEAR, "up");
    ip("link", "set", FAR, "up");
  }

  String macOf(String name) {
    String[] words = ip("-o", "link", "show", "dev", name).split("\\s+");
    return words[List.of(words).indexOf("link/ether") + 1];
  }

  void farEnd(boolean up) {
    ip("link", "set", FAR, up ? "up" : "down");
  }

  private String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Programs.find("ip", "iproute2")));
    command.addAll(List.of(arguments));
    return Programs.run(errors, command);
  }

  @Override
  public void close() {
    ip("link", "del", NEAR);
  }
}
