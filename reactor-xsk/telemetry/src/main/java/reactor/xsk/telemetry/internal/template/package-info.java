/**
 * Protocols with templates: IPFIX and NetFlow v9 have the same model, and differ in their headers
 * and in how templates are declared. A protocol hands in a {@link
 * reactor.xsk.telemetry.internal.template.Framing}.
 */
@NullMarked
package reactor.xsk.telemetry.internal.template;

import org.jspecify.annotations.NullMarked;
