package reactor.xsk.kernel.support;

/** Packets that are held on their way, in the queue of an interface of its own. */
public final class Held implements AutoCloseable {

  private final String bridge;
  private final VethPair sink;

  private Held(String bridge, VethPair sink) {
    this.bridge = bridge;
    this.sink = sink;
  }

  /** Holds what the interface {@code name} receives. */
  static Held at(String name) {
    VethPair sink = VethPair.create();
    String bridge = "h" + name;
    Command.run("ip", "link", "add", "name", bridge, "type", "bridge", "forward_delay", "0");
    VethPair.up(bridge);
    Command.run("ip", "link", "set", "dev", name, "master", bridge);
    Command.run("ip", "link", "set", "dev", sink.near(), "master", bridge);
    Command.run(
        "tc",
        "qdisc",
        "add",
        "dev",
        sink.near(),
        "root",
        "tbf",
        "rate",
        "8bit",
        "burst",
        "1600",
        "limit",
        "100000000");
    return new Held(bridge, sink);
  }

  /** Lets go of all that is held. */
  public void release() {
    Command.run("tc", "qdisc", "del", "dev", sink.near(), "root");
  }

  @Override
  public void close() {
    sink.close();
    Command.run("ip", "link", "del", bridge);
  }
}
