/** Counters of this machine, as records in UDP packets. */
@NullMarked
package reactor.xsk.samples.telemetry;

import org.jspecify.annotations.NullMarked;
