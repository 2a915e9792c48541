package reactor.xsk.internal.stream;

/**
 * The interface of a sender.
 *
 * @param namespace the network namespace in which the index is one; empty if it is not known
 * @param index its index
 * @param name its name when the sender was opened
 */
public record SenderInterface(String namespace, int index, String name) {}
