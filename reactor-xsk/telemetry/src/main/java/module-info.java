/**
 * Telemetry exporters: records in, packets out, for IPFIX, NetFlow v9 and sFlow collectors.
 *
 * <p>Start at {@link reactor.xsk.telemetry.record.RecordTemplate} and at the exporter of a
 * protocol.
 */
module reactor.xsk.telemetry {
  requires transitive org.jspecify;
  requires transitive org.reactivestreams;
  requires transitive reactor.core;
  requires transitive reactor.xsk;

  exports reactor.xsk.telemetry;
  exports reactor.xsk.telemetry.ipfix;
  exports reactor.xsk.telemetry.netflow;
  exports reactor.xsk.telemetry.record;
  exports reactor.xsk.telemetry.sflow;
}
