/**
 * Addressing: from a payload and a destination to a whole Ethernet frame.
 *
 * <p>{@link reactor.xsk.net.UdpHeaders} puts headers that the caller knows around what a {@link
 * reactor.xsk.net.PayloadWriter} writes.
 */
@NullMarked
package reactor.xsk.net;

import org.jspecify.annotations.NullMarked;
