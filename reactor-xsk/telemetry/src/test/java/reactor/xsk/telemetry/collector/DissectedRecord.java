package reactor.xsk.telemetry.collector;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A data record as a dissector has taken it apart: which octets it takes for a value. */
final class DissectedRecord {

  private final int start;
  private final List<Element> fields = new ArrayList<>();

  DissectedRecord(Element record) {
    this.start = number(record, "pos");
    NodeList inside = record.getElementsByTagName("field");
    for (int i = 0; i < inside.getLength(); i++) {
      fields.add((Element) inside.item(i));
    }
  }

  private static int number(Element field, String name) {
    return Integer.parseInt(field.getAttribute(name));
  }

  /** The values, in hexadecimal, of the fields that have that place in the record and that size. */
  List<String> at(int offset, int sizeBytes) {
    return fields.stream()
        .filter(it -> number(it, "pos") == start + offset && number(it, "size") == sizeBytes)
        .map(it -> it.getAttribute("value"))
        .toList();
  }

  /** The data records of IPFIX and NetFlow in a document of packet details, in their order. */
  static List<DissectedRecord> in(Node details) {
    List<DissectedRecord> records = new ArrayList<>();
    NodeList all = ((Element) details).getElementsByTagName("field");
    for (int i = 0; i < all.getLength(); i++) {
      Element field = (Element) all.item(i);
      if (field.getAttribute("show").matches("(Flow|Data Record|Options Record) \\d+.*")) {
        records.add(new DissectedRecord(field));
      }
    }
    return records;
  }
}
