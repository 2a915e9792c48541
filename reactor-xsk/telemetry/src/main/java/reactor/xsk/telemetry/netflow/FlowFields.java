package reactor.xsk.telemetry.netflow;

import java.util.function.LongUnaryOperator;
import reactor.xsk.telemetry.record.Element;
import reactor.xsk.telemetry.record.Elements;
import reactor.xsk.telemetry.record.RecordTemplate;

/** Makes a template of NetFlow v9 of one of IPFIX. */
final class FlowFields {

  /** Numbers up to here are the field types of NetFlow v9 too. */
  private static final int MAX_FIELD_TYPE = 127;

  private FlowFields() {}

  /** Absolute times become times since the exporter's start; the rest has to fit as it is. */
  static <R> RecordTemplate<R> of(RecordTemplate<R> template, UpTime upTime) {
    Element start = Elements.named("flowStartSysUpTime");
    Element end = Elements.named("flowEndSysUpTime");
    LongUnaryOperator millis = upTime::of;
    LongUnaryOperator seconds = it -> upTime.of(it * 1_000);
    RecordTemplate<R> relative =
        template
            .replace(Elements.named("flowStartMilliseconds"), start, millis)
            .replace(Elements.named("flowEndMilliseconds"), end, millis)
            .replace(Elements.named("flowStartSeconds"), start, seconds)
            .replace(Elements.named("flowEndSeconds"), end, seconds);
    for (int i = relative.scopeCount(); i < relative.elements().size(); i++) {
      requireFieldType(relative.elements().get(i));
    }
    return relative;
  }

  private static void requireFieldType(Element element) {
    if (element.enterpriseNumber() != 0 || element.id() > MAX_FIELD_TYPE || element.isVariable()) {
      throw new IllegalArgumentException(
          "%s is no field of NetFlow v9, which has fixed sizes, no elements of enterprises, and field"
                  .formatted(element)
              + " types up to 127. Leave it out, give text a size, or use IPFIX");
    }
  }
}
