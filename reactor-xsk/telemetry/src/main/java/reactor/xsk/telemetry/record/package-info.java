/**
 * The record model: what a telemetry record has in it, and how it is written into memory.
 *
 * <p>Start at {@link reactor.xsk.telemetry.record.RecordTemplate}. The model is that of IPFIX (RFC
 * 7011, RFC 7012): a template is a list of information elements, and a record is their values in
 * that order, with nothing between them. NetFlow v9 uses the same templates.
 */
@NullMarked
package reactor.xsk.telemetry.record;

import org.jspecify.annotations.NullMarked;
