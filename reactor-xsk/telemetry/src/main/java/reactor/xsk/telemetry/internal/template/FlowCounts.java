package reactor.xsk.telemetry.internal.template;

import reactor.xsk.telemetry.internal.flow.ExportLedger;

/** Counts a record that is not sent, with the traffic that it stands for (elements 166 to 168). */
final class FlowCounts {

  private FlowCounts() {}

  static <R> void notSent(ExportLedger ledger, TemplateEntry<R> entry, R record) {
    long packets = 0;
    long octets = 0;
    if (entry.hasFlowCounts()) {
      try {
        packets = entry.packets(record);
        octets = entry.octets(record);
      } catch (RuntimeException unreadable) {
        // The record is counted; what it stands for cannot be known.
        ledger.failed(unreadable);
      }
    }
    ledger.countNotSent(1, packets, octets);
  }
}
