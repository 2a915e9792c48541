package reactor.xsk.net;

import reactor.xsk.XskException;

/**
 * The interface that frames of a route are handed to.
 *
 * @param destination whose route, for messages
 * @param index its index, which is its identity
 * @param name its name when the route was opened
 */
record RouteInterface(String destination, int index, String name) {

  boolean isOf(int senderIndex) {
    return index == senderIndex;
  }

  XskException misfit(String senderName) {
    return new XskException(
        "resolve route",
        0,
        "%s leaves by %s, and this sender is on %s".formatted(destination, name, senderName),
        "ifindex=" + index,
        "open the sender on " + name,
        null);
  }
}
