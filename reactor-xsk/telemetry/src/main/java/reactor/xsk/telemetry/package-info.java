/**
 * What all exporters have in common: records in, messages out, and an account of both.
 *
 * <p>An exporter packs records into messages. A message is one UDP payload; it writes itself in
 * place. {@link reactor.xsk.telemetry.Exporter#export} sends the messages and counts what became of
 * them, so that {@code offered = sent + notSent} when it is over.
 */
@NullMarked
package reactor.xsk.telemetry;

import org.jspecify.annotations.NullMarked;
