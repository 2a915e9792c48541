package reactor.xsk.telemetry.ipfix;

import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put2;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put4;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.record.Element;
import reactor.xsk.telemetry.record.Elements;
import reactor.xsk.telemetry.record.RecordTemplate;

/** A template with the number that it has in its session, and what its records say of traffic. */
final class TemplateEntry<R> {

  static final int SET_HEADER_BYTES = 4;

  private static final int TEMPLATE_SET = 2;
  private static final int OPTIONS_TEMPLATE_SET = 3;
  private static final int ENTERPRISE_BIT = 0x8000;

  private final int id;
  private final RecordTemplate<R> template;
  private final Domain domain;
  private final boolean ofUser;
  private final @Nullable ToLongFunction<R> packets;
  private final @Nullable ToLongFunction<R> octets;

  TemplateEntry(int id, RecordTemplate<R> template, Domain domain, boolean ofUser) {
    this.id = id;
    this.template = template;
    this.domain = domain;
    this.ofUser = ofUser;
    this.packets = template.reader(Elements.named("packetDeltaCount"));
    this.octets = template.reader(Elements.named("octetDeltaCount"));
  }

  int id() {
    return id;
  }

  RecordTemplate<R> template() {
    return template;
  }

  Domain domain() {
    return domain;
  }

  /** Whether the records come from the user, and not from the exporter itself. */
  boolean isOfUser() {
    return ofUser;
  }

  boolean hasFlowCounts() {
    return packets != null || octets != null;
  }

  long packets(R record) {
    return packets == null ? 0 : packets.applyAsLong(record);
  }

  long octets(R record) {
    return octets == null ? 0 : octets.applyAsLong(record);
  }

  /** The octets of the set that declares the template (RFC 7011 sections 3.4.1, 3.4.2.2). */
  int setBytes() {
    return SET_HEADER_BYTES + headerBytes() + specifierBytes();
  }

  private int headerBytes() {
    return template.isOptions() ? 6 : 4;
  }

  private int specifierBytes() {
    return template.elements().stream().mapToInt(it -> it.enterpriseNumber() == 0 ? 4 : 8).sum();
  }

  /** Writes the set that declares the template, and returns the offset behind it. */
  long writeSet(MemorySegment payload, long offset) {
    List<Element> elements = template.elements();
    put2(payload, offset, template.isOptions() ? OPTIONS_TEMPLATE_SET : TEMPLATE_SET);
    put2(payload, offset + 2, setBytes());
    put2(payload, offset + 4, id);
    put2(payload, offset + 6, elements.size());
    long at = offset + SET_HEADER_BYTES + headerBytes();
    if (template.isOptions()) {
      put2(payload, offset + 8, template.scopeCount());
    }
    for (Element element : elements) {
      boolean enterprise = element.enterpriseNumber() != 0;
      put2(payload, at, enterprise ? ENTERPRISE_BIT | element.id() : element.id());
      put2(payload, at + 2, element.sizeBytes());
      at += 4;
      if (enterprise) {
        put4(payload, at, element.enterpriseNumber());
        at += 4;
      }
    }
    return at;
  }
}
