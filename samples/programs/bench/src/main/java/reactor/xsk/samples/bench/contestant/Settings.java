package reactor.xsk.samples.bench.contestant;

import java.util.HashMap;
import java.util.Map;

/** The settings of a contestant: {@code name=value} arguments. */
record Settings(Map<String, String> values) {

  static Settings parse(String[] args) {
    Map<String, String> values = new HashMap<>();
    for (String arg : args) {
      String[] pair = arg.split("=", 2);
      if (pair.length != 2) {
        throw new IllegalArgumentException("not name=value: " + arg);
      }
      values.put(pair[0], pair[1]);
    }
    return new Settings(values);
  }

  Contestant.Sender sender() {
    return switch (text("kind")) {
      case "xsk" -> new XskContestant();
      case "nio" -> new NioContestant();
      case "netty" -> new NettyContestant();
      case "pace" -> new PaceContestant();
      case "wake" -> new WakeContestant();
      case "reactor-netty" -> new ReactorNettyContestant();
      case "kernel" -> new KernelContestant();
      default -> throw new IllegalArgumentException("no such contestant: " + text("kind"));
    };
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("missing: " + name);
    }
    return value;
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  /** The name of the interface to send from. */
  String near() {
    return text("near");
  }

  /** The address to send datagrams to. */
  String peer() {
    return text("peer");
  }

  /** Packets in a second; 0 for as fast as it goes. */
  int rate() {
    return number("rate", 0);
  }

  /** The length of a packet, from the Ethernet header on. */
  int size() {
    return number("size", 64);
  }
}
