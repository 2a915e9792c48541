/**
 * NetFlow version 9 (RFC 3954), from the same record templates as IPFIX.
 *
 * <p>Start at {@link reactor.xsk.telemetry.netflow.NetFlow9Exporter}.
 */
@NullMarked
package reactor.xsk.telemetry.netflow;

import org.jspecify.annotations.NullMarked;
