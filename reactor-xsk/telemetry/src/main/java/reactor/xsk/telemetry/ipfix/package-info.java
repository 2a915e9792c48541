/**
 * IPFIX over UDP (RFC 7011, RFC 7012, RFC 5610).
 *
 * <p>Start at {@link reactor.xsk.telemetry.ipfix.IpfixExporter}. An exporter that sets nothing
 * sends what the usual collectors take: one options template per set, no padding, and its own
 * options records in an observation domain of their own.
 */
@NullMarked
package reactor.xsk.telemetry.ipfix;

import org.jspecify.annotations.NullMarked;
