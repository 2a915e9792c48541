/**
 * Ports: what carries a window out. The loop talks to {@link reactor.xsk.internal.port.TxPort},
 * which knows of frames, windows, <i>more</i> and outcomes, and not of a UMEM or a completion ring.
 *
 * <p>{@link reactor.xsk.internal.port.XskPort} is the AF_XDP port. Over Linux it sends; over the
 * model of {@link reactor.xsk.virtual} it is the virtual port, with the very same code.
 */
@NullMarked
package reactor.xsk.internal.port;

import org.jspecify.annotations.NullMarked;
