package reactor.xsk.samples.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A data record and what its template says of it.
 *
 * @param fields the fields, in their order
 * @param octets their values
 */
record IpfixRecord(List<Field> fields, ByteBuffer octets) {

  /**
   * A field of a template.
   *
   * @param enterprise the number of the enterprise, 0 for the IANA registry
   * @param element the number of the element
   * @param lengthBytes of its values
   */
  record Field(long enterprise, int element, int lengthBytes) {}

  boolean has(long enterprise, int element) {
    return fields.stream().anyMatch(it -> it.enterprise == enterprise && it.element == element);
  }

  /** An unsigned number of up to eight octets. */
  long number(long enterprise, int element) {
    ByteBuffer value = value(enterprise, element);
    long number = 0;
    while (value.hasRemaining()) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(value.get());
    }
    return number;
  }

  /** Text, without the zeros that fill its field. */
  String text(long enterprise, int element) {
    return StandardCharsets.UTF_8.decode(value(enterprise, element)).toString().replace("\0", "");
  }

  private ByteBuffer value(long enterprise, int element) {
    int at = 0;
    for (Field field : fields) {
      if (field.enterprise == enterprise && field.element == element) {
        return octets.slice(at, field.lengthBytes);
      }
      at += field.lengthBytes;
    }
    throw new IllegalArgumentException("no element %d/%d".formatted(enterprise, element));
  }
}
