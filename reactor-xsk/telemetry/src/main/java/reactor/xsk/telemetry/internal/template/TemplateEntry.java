package reactor.xsk.telemetry.internal.template;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.record.Elements;
import reactor.xsk.telemetry.record.RecordTemplate;

/** A template with the number that it has in its session, and what its records say of traffic. */
public final class TemplateEntry<R> {

  public static final int SET_HEADER_BYTES = 4;

  private final int id;
  private final RecordTemplate<R> template;
  private final Framing framing;
  private final boolean ofUser;
  private final @Nullable ToLongFunction<R> packets;
  private final @Nullable ToLongFunction<R> octets;

  public TemplateEntry(int id, RecordTemplate<R> template, Framing framing, boolean ofUser) {
    this.id = id;
    this.template = template;
    this.framing = framing;
    this.ofUser = ofUser;
    this.packets = template.reader(Elements.named("packetDeltaCount"));
    this.octets = template.reader(Elements.named("octetDeltaCount"));
  }

  public int id() {
    return id;
  }

  public RecordTemplate<R> template() {
    return template;
  }

  public Framing framing() {
    return framing;
  }

  /** Whether the records come from the user, and not from the exporter itself. */
  public boolean isOfUser() {
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
}
