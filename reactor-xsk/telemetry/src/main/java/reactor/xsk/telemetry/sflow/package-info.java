/**
 * sFlow version 5 (sflow_version_5.txt, and the host structures of sflow.org).
 *
 * <p>Start at {@link reactor.xsk.telemetry.sflow.SflowExporter}. Its items are samples: {@link
 * reactor.xsk.telemetry.sflow.CountersSample} and {@link reactor.xsk.telemetry.sflow.FlowSample}.
 */
@NullMarked
package reactor.xsk.telemetry.sflow;

import org.jspecify.annotations.NullMarked;
