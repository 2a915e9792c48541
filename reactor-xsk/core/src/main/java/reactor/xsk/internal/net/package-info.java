/**
 * Headers of UDP datagrams, written in place from a template; and what the kernel's tables say
 * about the way to a destination.
 */
@NullMarked
package reactor.xsk.internal.net;

import org.jspecify.annotations.NullMarked;
