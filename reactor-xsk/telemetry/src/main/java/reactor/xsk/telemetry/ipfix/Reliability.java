package reactor.xsk.telemetry.ipfix;

import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.internal.flow.ExportLedger;
import reactor.xsk.telemetry.record.RecordTemplate;

/**
 * What the exporting process did not send (RFC 7011 section 4.3): flow records, the packets and
 * octets that they had counted, and when the first and the last of them was lost; 0 if none was.
 */
record Reliability(
    long processId, long flows, long packets, long octets, long firstMs, long lastMs) {

  static Reliability of(long processId, ExportLedger ledger) {
    ExportReport report = ledger.report();
    return new Reliability(
        processId,
        report.notSentRecords(),
        report.notSentPackets(),
        report.notSentOctets(),
        ledger.firstLossMs(),
        ledger.lastLossMs());
  }

  static RecordTemplate<Reliability> template() {
    return RecordTemplate.builder(Reliability.class)
        .number("exportingProcessId", Reliability::processId)
        .endOfScope()
        .number("notSentFlowTotalCount", Reliability::flows)
        .number("notSentPacketTotalCount", Reliability::packets)
        .number("notSentOctetTotalCount", Reliability::octets)
        .number("observationTimeMilliseconds", Reliability::firstMs)
        .number("observationTimeMilliseconds", Reliability::lastMs)
        .build();
  }
}
