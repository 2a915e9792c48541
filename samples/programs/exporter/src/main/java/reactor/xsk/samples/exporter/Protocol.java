package reactor.xsk.samples.exporter;

/** A protocol, and the port of its collectors. */
enum Protocol {
  IPFIX(4739),
  NETFLOW9(2055),
  SFLOW(6343);

  private final int port;

  Protocol(int port) {
    this.port = port;
  }

  int port() {
    return port;
  }

  /** A protocol by its name in options and files. */
  static Protocol named(String name) {
    for (Protocol protocol : values()) {
      if (protocol.name().equalsIgnoreCase(name)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("\"" + name + "\" is none of ipfix, netflow9 and sflow");
  }
}
