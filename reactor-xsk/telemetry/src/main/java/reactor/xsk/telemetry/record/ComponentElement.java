package reactor.xsk.telemetry.record;

import java.lang.reflect.RecordComponent;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Instant;

/** Which element a component of a record class is, and in what size. */
final class ComponentElement {

  private ComponentElement() {}

  static Element of(Class<?> recordType, RecordComponent component) {
    Field field = component.getAnnotation(Field.class);
    String name = field == null || field.value().isEmpty() ? component.getName() : field.value();
    if (field != null && field.enterprise() != 0) {
      Element element =
          Element.enterprise(field.enterprise(), field.id(), name, typeOf(recordType, component))
              .withSemantics(field.semantics())
              .withUnits(field.units());
      return field.sizeBytes() == 0 ? element : element.sized(field.sizeBytes());
    }
    Element element = Elements.find(name);
    if (element == null) {
      throw new IllegalArgumentException(
          "component %s of %s: the IANA registry has no element \"%s\". Give its name, or an"
                  .formatted(component.getName(), recordType.getName(), name)
              + " enterprise number and id, with @Field");
    }
    if (field != null && field.sizeBytes() != 0) {
      return element.sized(field.sizeBytes());
    }
    return element.type().isInteger() ? reduced(element, component.getType()) : element;
  }

  /** An integer is not sent in more octets than its Java type has. */
  private static Element reduced(Element element, Class<?> type) {
    int size = type == byte.class ? 1 : type == short.class ? 2 : type == int.class ? 4 : 8;
    return size < element.sizeBytes() ? element.sized(size) : element;
  }

  /** The type of an element of an enterprise follows from the Java type. */
  private static ElementType typeOf(Class<?> recordType, RecordComponent component) {
    Class<?> type = component.getType();
    if (type == byte.class) {
      return ElementType.UNSIGNED8;
    } else if (type == short.class) {
      return ElementType.UNSIGNED16;
    } else if (type == int.class) {
      return ElementType.UNSIGNED32;
    } else if (type == long.class) {
      return ElementType.UNSIGNED64;
    } else if (type == float.class) {
      return ElementType.FLOAT32;
    } else if (type == double.class) {
      return ElementType.FLOAT64;
    } else if (type == boolean.class) {
      return ElementType.BOOLEAN;
    } else if (type == String.class) {
      return ElementType.STRING;
    } else if (type == byte[].class) {
      return ElementType.OCTET_ARRAY;
    } else if (type == Instant.class) {
      return ElementType.DATE_TIME_MILLISECONDS;
    } else if (type == Inet4Address.class) {
      return ElementType.IPV4_ADDRESS;
    } else if (type == Inet6Address.class) {
      return ElementType.IPV6_ADDRESS;
    }
    throw new IllegalArgumentException(
        "component %s of %s: a %s has no abstract data type; declare the template with a builder"
            .formatted(component.getName(), recordType.getName(), type.getSimpleName()));
  }
}
