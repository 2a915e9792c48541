package reactor.xsk.telemetry.internal.template;

import java.lang.foreign.MemorySegment;
import java.util.List;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.internal.flow.ExportLedger;

/** A message of templates of one domain: a set for each, which is what all collectors can read. */
final class TemplateMessage implements AccountedMessage {

  private final Framing framing;
  private final List<TemplateEntry<?>> entries;

  TemplateMessage(Framing framing, List<TemplateEntry<?>> entries) {
    this.framing = framing;
    this.entries = entries;
  }

  static int sizeBytes(Framing framing, List<TemplateEntry<?>> entries) {
    return framing.headerBytes() + entries.stream().mapToInt(framing::declarationBytes).sum();
  }

  @Override
  public int writeTo(MemorySegment payload) {
    int size = sizeBytes(framing, entries);
    if (size <= payload.byteSize()) {
      framing.templateHeader(payload, size, entries.size());
      long at = framing.headerBytes();
      for (TemplateEntry<?> entry : entries) {
        at = framing.declare(entry, payload, at);
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
