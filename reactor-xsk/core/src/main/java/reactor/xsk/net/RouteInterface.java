package reactor.xsk.net;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.NetworkNamespace;
import reactor.xsk.internal.stream.SenderInterface;

/**
 * The interface that frames of a route are handed to.
 *
 * @param destination whose route, for messages
 * @param namespace the network namespace in which the index is one
 * @param index its index, which is its identity there
 * @param name its name when the route was opened
 */
record RouteInterface(String destination, String namespace, int index, String name) {

  /** Why a sender cannot send these frames, or null. */
  @Nullable XskException misfit(SenderInterface sender) {
    if (NetworkNamespace.areDifferent(namespace, sender.namespace())) {
      return misfit(
          "%s leaves by %s of another network namespace than that of this sender"
              .formatted(destination, name),
          "ifindex=%d in namespace [%s], sender on %s, ifindex=%d in namespace [%s]"
              .formatted(index, namespace, sender.name(), sender.index(), sender.namespace()),
          "open route and sender on threads of one network namespace");
    }
    return index == sender.index()
        ? null
        : misfit(
            "%s leaves by %s, and this sender is on %s".formatted(destination, name, sender.name()),
            "ifindex=" + index,
            "open the sender on " + name);
  }

  private static XskException misfit(String reason, String values, String hint) {
    return new XskException("resolve route", 0, reason, values, hint, null);
  }
}
