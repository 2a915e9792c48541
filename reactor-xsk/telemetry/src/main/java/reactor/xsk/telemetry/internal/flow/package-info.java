/**
 * The operator that packs records into messages, and the account of an exporter. Protocols hand in
 * a {@link reactor.xsk.telemetry.internal.flow.MessageAssembler}.
 */
@NullMarked
package reactor.xsk.telemetry.internal.flow;

import org.jspecify.annotations.NullMarked;
