package reactor.xsk.telemetry.ipfix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reactor.xsk.telemetry.record.Element;
import reactor.xsk.telemetry.record.Elements;
import reactor.xsk.telemetry.record.RecordTemplate;

/** Describes an element of an enterprise to the collector (RFC 5610). */
record TypeRecord(Element element) {

  /** The type records of all elements of enterprises in the templates, one for each element. */
  static List<TypeRecord> of(List<? extends RecordTemplate<?>> templates) {
    List<Element> found = new ArrayList<>();
    for (RecordTemplate<?> template : templates) {
      for (Element element : template.elements()) {
        if (element.enterpriseNumber() != 0 && found.stream().noneMatch(element::isSameAs)) {
          found.add(element);
        }
      }
    }
    return found.stream().map(TypeRecord::new).toList();
  }

  /**
   * The options template. The name has a fixed size, because nfcapd refuses options of variable
   * length.
   */
  static RecordTemplate<TypeRecord> template(List<TypeRecord> records) {
    int nameBytes = records.stream().mapToInt(TypeRecord::nameBytes).max().orElse(1);
    return RecordTemplate.builder(TypeRecord.class)
        .number("privateEnterpriseNumber", it -> it.element.enterpriseNumber())
        .number("informationElementId", it -> it.element.id())
        .endOfScope()
        .number("informationElementDataType", it -> it.element.type().code())
        .number("informationElementSemantics", it -> it.element.semantics().ordinal())
        .number("informationElementUnits", it -> it.element.units().ordinal())
        .text(Elements.named("informationElementName").sized(nameBytes), it -> it.element.name())
        .build();
  }

  private int nameBytes() {
    return element.name().getBytes(StandardCharsets.UTF_8).length;
  }
}
