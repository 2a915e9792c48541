package reactor.xsk.telemetry.record;

import java.util.Objects;

/**
 * An information element, and the size in which a template carries it (the field specifier of RFC
 * 7011 section 3.2). Immutable.
 *
 * <p>Elements of the IANA registry come from {@link Elements}; elements of an enterprise from
 * {@link #enterprise}.
 */
public final class Element {

  /** The size of an element whose values have a length of their own (RFC 7011 section 7). */
  public static final int VARIABLE = 65_535;

  private final long enterpriseNumber;
  private final int id;
  private final String name;
  private final ElementType type;
  private final int sizeBytes;
  private final ElementSemantics semantics;
  private final ElementUnits units;

  private Element(
      long enterpriseNumber,
      int id,
      String name,
      ElementType type,
      int sizeBytes,
      ElementSemantics semantics,
      ElementUnits units) {
    this.enterpriseNumber = enterpriseNumber;
    this.id = id;
    this.name = name;
    this.type = type;
    this.sizeBytes = sizeBytes;
    this.semantics = semantics;
    this.units = units;
  }

  static Element iana(int id, String name, ElementType type) {
    return new Element(
        0, id, name, type, type.sizeBytes(), ElementSemantics.DEFAULT, ElementUnits.NONE);
  }

  /**
   * An element of an enterprise. Exporters describe it to the collector in a type record (RFC
   * 5610).
   *
   * @param enterpriseNumber the private enterprise number, 1 to 4,294,967,295; 32473 is for
   *     documentation (RFC 5612)
   * @param id the number of the element in the enterprise, 1 to 32,767
   * @param name the name that a collector shows
   * @param type the type of the values
   * @return the element in its full size
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static Element enterprise(long enterpriseNumber, int id, String name, ElementType type) {
    if (enterpriseNumber < 1 || enterpriseNumber > 0xffff_ffffL || id < 1 || id > 0x7fff) {
      throw new IllegalArgumentException(
          "element %s: enterprise number %d must be from 1 to 4294967295, id %d from 1 to 32767"
              .formatted(name, enterpriseNumber, id));
    }
    return new Element(
        enterpriseNumber,
        id,
        name,
        type,
        type.sizeBytes(),
        ElementSemantics.DEFAULT,
        ElementUnits.NONE);
  }

  /**
   * This element with values of another size: an integer in fewer octets, a float64 as float32 (RFC
   * 7011 section 6.2); a string or an octet array with a fixed size, filled with zeros.
   *
   * @param bytes the size: 1 to the full size of an integer, 4 or 8 of a float64, 1 to 65,534 of a
   *     string or octet array
   * @return the element in that size
   * @throws IllegalArgumentException if the type cannot have that size
   */
  public Element sized(int bytes) {
    if (!allowsSize(bytes)) {
      throw new IllegalArgumentException(
          "element %s of type %s cannot be sent in %d octets: integers may be shorter than their"
                  .formatted(name, type.ianaName(), bytes)
              + " full size, a float64 may have 4, strings and octet arrays 1 to 65534 (RFC 7011"
              + " section 6.2)");
    }
    return new Element(enterpriseNumber, id, name, type, bytes, semantics, units);
  }

  private boolean allowsSize(int bytes) {
    if (bytes == type.sizeBytes()) {
      return true;
    }
    if (type.isInteger()) {
      return bytes >= 1 && bytes < type.sizeBytes();
    }
    return switch (type) {
      case FLOAT64 -> bytes == Float.BYTES;
      case STRING, OCTET_ARRAY -> bytes >= 1 && bytes < VARIABLE;
      default -> false;
    };
  }

  /**
   * This element with semantics for its type record.
   *
   * @param value the semantics
   * @return the element
   */
  public Element withSemantics(ElementSemantics value) {
    return new Element(enterpriseNumber, id, name, type, sizeBytes, value, units);
  }

  /**
   * This element with a unit for its type record.
   *
   * @param value the unit
   * @return the element
   */
  public Element withUnits(ElementUnits value) {
    return new Element(enterpriseNumber, id, name, type, sizeBytes, semantics, value);
  }

  /**
   * The private enterprise number.
   *
   * @return 1 to 4,294,967,295, or 0 for an element of the IANA registry
   */
  public long enterpriseNumber() {
    return enterpriseNumber;
  }

  /**
   * The number of the element.
   *
   * @return 1 to 32,767
   */
  public int id() {
    return id;
  }

  /**
   * The name of the element.
   *
   * @return for example {@code octetDeltaCount}
   */
  public String name() {
    return name;
  }

  /**
   * The type of the values.
   *
   * @return the abstract data type
   */
  public ElementType type() {
    return type;
  }

  /**
   * The size in which values are sent.
   *
   * @return bytes, or {@link #VARIABLE}
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  /**
   * The semantics.
   *
   * @return what a type record says; elements of the IANA registry say {@code DEFAULT}
   */
  public ElementSemantics semantics() {
    return semantics;
  }

  /**
   * The unit.
   *
   * @return what a type record says; elements of the IANA registry say {@code NONE}
   */
  public ElementUnits units() {
    return units;
  }

  /**
   * Whether values have a length of their own.
   *
   * @return true if the size is {@link #VARIABLE}
   */
  public boolean isVariable() {
    return sizeBytes == VARIABLE;
  }

  /**
   * Whether both are the same element, in whatever size.
   *
   * @param other another element
   * @return true if enterprise number and id are equal
   */
  public boolean isSameAs(Element other) {
    return enterpriseNumber == other.enterpriseNumber && id == other.id;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Element that && isSameAs(that) && sizeBytes == that.sizeBytes;
  }

  @Override
  public int hashCode() {
    return Objects.hash(enterpriseNumber, id, sizeBytes);
  }

  @Override
  public String toString() {
    String number = enterpriseNumber == 0 ? "" + id : enterpriseNumber + ":" + id;
    return "%s(%s)[%s]".formatted(name, number, isVariable() ? "variable" : sizeBytes);
  }
}
