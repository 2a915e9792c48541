package reactor.xsk.telemetry.netflow;

import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put1;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put2;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put4;

import java.lang.foreign.MemorySegment;
import java.util.List;
import reactor.xsk.telemetry.internal.template.Framing;
import reactor.xsk.telemetry.internal.template.TemplateEntry;
import reactor.xsk.telemetry.record.Element;
import reactor.xsk.telemetry.record.RecordTemplate;

/** The packets of a source (RFC 3954 section 5). It numbers packets, not records. */
final class SourceFraming implements Framing {

  private static final int HEADER_BYTES = 20;
  private static final int VERSION = 9;
  private static final int TEMPLATE_SET = 0;
  private static final int OPTIONS_TEMPLATE_SET = 1;
  private static final int ALIGNMENT = 4;

  private final long sourceId;
  private final UpTime upTime;

  private int sequence;

  SourceFraming(long sourceId, UpTime upTime) {
    this.sourceId = sourceId;
    this.upTime = upTime;
  }

  @Override
  public int headerBytes() {
    return HEADER_BYTES;
  }

  @Override
  public int setAlignment() {
    return ALIGNMENT;
  }

  @Override
  public void templateHeader(MemorySegment payload, long lengthBytes, int templates) {
    upTime.take();
    header(payload, templates);
  }

  /** Times of flows are relative to the start, so it must not move between records and header. */
  @Override
  public void beforeRecords() {
    upTime.take();
  }

  @Override
  public void dataHeader(MemorySegment payload, long lengthBytes, int records) {
    header(payload, records);
  }

  private void header(MemorySegment payload, int count) {
    put2(payload, 0, VERSION);
    put2(payload, 2, count);
    put4(payload, 4, upTime.upMs());
    put4(payload, 8, upTime.epochSeconds());
    put4(payload, 12, sequence++);
    put4(payload, 16, sourceId);
  }

  @Override
  public int declarationBytes(TemplateEntry<?> entry) {
    RecordTemplate<?> template = entry.template();
    int record = (template.isOptions() ? 6 : 4) + 4 * template.elements().size();
    return (TemplateEntry.SET_HEADER_BYTES + record + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  @Override
  public long declare(TemplateEntry<?> entry, MemorySegment payload, long offset) {
    RecordTemplate<?> template = entry.template();
    List<Element> elements = template.elements();
    long end = offset + declarationBytes(entry);
    put2(payload, offset, template.isOptions() ? OPTIONS_TEMPLATE_SET : TEMPLATE_SET);
    put2(payload, offset + 2, declarationBytes(entry));
    put2(payload, offset + 4, entry.id());
    long at = offset + 6;
    if (template.isOptions()) {
      int scope = template.scopeCount();
      put2(payload, at, 4 * scope);
      put2(payload, at + 2, 4 * (elements.size() - scope));
      at += 4;
    } else {
      put2(payload, at, elements.size());
      at += 2;
    }
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      put2(payload, at, i < template.scopeCount() ? scopeType(element) : element.id());
      put2(payload, at + 2, element.sizeBytes());
      at += 4;
    }
    while (at < end) {
      put1(payload, at++, 0);
    }
    return end;
  }

  /** Scopes have numbers of their own (RFC 3954 section 6.1). */
  private static int scopeType(Element element) {
    return switch (element.name()) {
      case "ingressInterface", "egressInterface" -> 2;
      case "lineCardId" -> 3;
      case "templateId" -> 5;
      default -> 1;
    };
  }
}
