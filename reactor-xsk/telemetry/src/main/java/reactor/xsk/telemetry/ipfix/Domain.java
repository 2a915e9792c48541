package reactor.xsk.telemetry.ipfix;

import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put2;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put4;

import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import reactor.xsk.telemetry.internal.template.Framing;
import reactor.xsk.telemetry.internal.template.TemplateEntry;
import reactor.xsk.telemetry.record.Element;
import reactor.xsk.telemetry.record.RecordTemplate;

/** An observation domain of the session: it numbers data records. For the thread that writes. */
final class Domain implements Framing {

  /** RFC 7011 section 3.1: version, length, export time, sequence number, domain. */
  private static final int HEADER_BYTES = 16;

  private static final int VERSION = 10;
  private static final int TEMPLATE_SET = 2;
  private static final int OPTIONS_TEMPLATE_SET = 3;
  private static final int ENTERPRISE_BIT = 0x8000;

  private final long id;
  private final InstantSource wall;

  private long sequence;
  private long templateSeconds;

  Domain(long id, InstantSource wall) {
    this.id = id;
    this.wall = wall;
  }

  @Override
  public int headerBytes() {
    return HEADER_BYTES;
  }

  /** Some collectors take padding for records (Graylog until 2024), and it is never required. */
  @Override
  public int setAlignment() {
    return 1;
  }

  @Override
  public void templateHeader(MemorySegment payload, long lengthBytes, int templates) {
    templateSeconds = wall.millis() / 1_000;
    header(payload, lengthBytes, templateSeconds, 0);
  }

  /**
   * Writes the header of a message with data records. Its export time is not before that of the
   * templates (RFC 7011 section 8.2), also if the wall clock has been set back since.
   */
  @Override
  public void dataHeader(MemorySegment payload, long lengthBytes, int records) {
    header(payload, lengthBytes, Math.max(wall.millis() / 1_000, templateSeconds), records);
  }

  private void header(MemorySegment payload, long lengthBytes, long seconds, int records) {
    if (seconds >>> 32 != 0) {
      throw new IllegalStateException(
          "an export time of IPFIX ends in 2106: the clock says " + seconds);
    }
    put2(payload, 0, VERSION);
    put2(payload, 2, lengthBytes);
    put4(payload, 4, seconds);
    put4(payload, 8, sequence);
    put4(payload, 12, id);
    sequence += records; // modulo 2^32 on the wire (RFC 7011 section 3.1)
  }

  @Override
  public int declarationBytes(TemplateEntry<?> entry) {
    RecordTemplate<?> template = entry.template();
    int specifiers =
        template.elements().stream().mapToInt(it -> it.enterpriseNumber() == 0 ? 4 : 8).sum();
    return TemplateEntry.SET_HEADER_BYTES + recordHeaderBytes(template) + specifiers;
  }

  private static int recordHeaderBytes(RecordTemplate<?> template) {
    return template.isOptions() ? 6 : 4;
  }

  /** A template set with one record (RFC 7011 sections 3.4.1, 3.4.2.2). */
  @Override
  public long declare(TemplateEntry<?> entry, MemorySegment payload, long offset) {
    RecordTemplate<?> template = entry.template();
    put2(payload, offset, template.isOptions() ? OPTIONS_TEMPLATE_SET : TEMPLATE_SET);
    put2(payload, offset + 2, declarationBytes(entry));
    put2(payload, offset + 4, entry.id());
    put2(payload, offset + 6, template.elements().size());
    if (template.isOptions()) {
      put2(payload, offset + 8, template.scopeCount());
    }
    long at = offset + TemplateEntry.SET_HEADER_BYTES + recordHeaderBytes(template);
    for (Element element : template.elements()) {
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

  /** Starts the numbers elsewhere, for tests of the wrap. */
  void sequence(long next) {
    sequence = next;
  }
}
