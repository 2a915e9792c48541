/** Ethernet, IPv4 and UDP headers, written into frames and checked in received packets. */
@NullMarked
package reactor.xsk.samples.packet;

import org.jspecify.annotations.NullMarked;
