/**
 * Addressing: from a payload and a destination to a whole Ethernet frame.
 *
 * <p>{@link reactor.xsk.net.UdpRoute} asks the kernel for the way to one destination and follows
 * it, {@link reactor.xsk.net.UdpRoutes} for many. {@link reactor.xsk.net.UdpHeaders} puts headers
 * that the caller knows around what a {@link reactor.xsk.net.PayloadWriter} writes.
 */
@NullMarked
package reactor.xsk.net;

import org.jspecify.annotations.NullMarked;
