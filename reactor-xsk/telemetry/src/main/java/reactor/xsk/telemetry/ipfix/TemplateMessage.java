package reactor.xsk.telemetry.ipfix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.internal.flow.ExportLedger;

/** A message of templates of one domain: a set for each, which is what all collectors can read. */
final class TemplateMessage implements AccountedMessage {

  private final Domain domain;
  private final List<TemplateEntry<?>> entries;

  TemplateMessage(Domain domain, List<TemplateEntry<?>> entries) {
    this.domain = domain;
    this.entries = entries;
  }

  static int sizeBytes(List<TemplateEntry<?>> entries) {
    return Domain.HEADER_BYTES + entries.stream().mapToInt(TemplateEntry::setBytes).sum();
  }

  @Override
  public int writeTo(MemorySegment payload) {
    int size = sizeBytes(entries);
    if (size <= payload.byteSize()) {
      domain.templateHeader(payload, size);
      long at = Domain.HEADER_BYTES;
      for (TemplateEntry<?> entry : entries) {
        at = entry.writeSet(payload, at);
      }
    }
    return size;
  }

  @Override
  public int recordCount() {
    return 0;
  }

  @Override
  public void countSent(ExportLedger ledger) {
    ledger.countMessage(true);
  }

  @Override
  public void countNotSent(ExportLedger ledger) {
    ledger.countMessage(false);
  }
}
