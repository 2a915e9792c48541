package reactor.xsk.internal.net;

import java.net.InetAddress;

/**
 * Who receives the frames of a route: a key of the kernel's neighbour table.
 *
 * @param interfaceIndex the interface
 * @param address the address on it
 */
public record NextHop(int interfaceIndex, InetAddress address) {}
