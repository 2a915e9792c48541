/**
 * A program that exports telemetry: counters of this machine, or the flows of a capture, to IPFIX,
 * NetFlow v9 and sFlow collectors.
 */
@NullMarked
package reactor.xsk.samples.exporter;

import org.jspecify.annotations.NullMarked;
