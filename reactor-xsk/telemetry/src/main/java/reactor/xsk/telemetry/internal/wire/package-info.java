/** Integers in network order. */
@NullMarked
package reactor.xsk.telemetry.internal.wire;

import org.jspecify.annotations.NullMarked;
