package reactor.xsk.telemetry.record;

/**
 * The abstract data types of information elements (RFC 7012 section 3.1; the numbers are those of
 * the IANA registry "IPFIX Information Element Data Types").
 */
public enum ElementType {
  /** Octets without a meaning of their own. */
  OCTET_ARRAY(0, "octetArray", Element.VARIABLE),
  /** An unsigned integer of 8 bits. */
  UNSIGNED8(1, "unsigned8", 1),
  /** An unsigned integer of 16 bits. */
  UNSIGNED16(2, "unsigned16", 2),
  /** An unsigned integer of 32 bits. */
  UNSIGNED32(3, "unsigned32", 4),
  /** An unsigned integer of 64 bits. */
  UNSIGNED64(4, "unsigned64", 8),
  /** A signed integer of 8 bits. */
  SIGNED8(5, "signed8", 1),
  /** A signed integer of 16 bits. */
  SIGNED16(6, "signed16", 2),
  /** A signed integer of 32 bits. */
  SIGNED32(7, "signed32", 4),
  /** A signed integer of 64 bits. */
  SIGNED64(8, "signed64", 8),
  /** An IEEE 754 number of 32 bits. */
  FLOAT32(9, "float32", 4),
  /** An IEEE 754 number of 64 bits. */
  FLOAT64(10, "float64", 8),
  /** One octet: 1 is true, 2 is false. */
  BOOLEAN(11, "boolean", 1),
  /** An IEEE 802 address. */
  MAC_ADDRESS(12, "macAddress", 6),
  /** Text in UTF-8. */
  STRING(13, "string", Element.VARIABLE),
  /** Seconds since 1970. */
  DATE_TIME_SECONDS(14, "dateTimeSeconds", 4),
  /** Milliseconds since 1970. */
  DATE_TIME_MILLISECONDS(15, "dateTimeMilliseconds", 8),
  /** A time in the format of NTP; values are given in microseconds since 1970. */
  DATE_TIME_MICROSECONDS(16, "dateTimeMicroseconds", 8),
  /** A time in the format of NTP; values are given in nanoseconds since 1970. */
  DATE_TIME_NANOSECONDS(17, "dateTimeNanoseconds", 8),
  /** An IPv4 address. */
  IPV4_ADDRESS(18, "ipv4Address", 4),
  /** An IPv6 address. */
  IPV6_ADDRESS(19, "ipv6Address", 16),
  /** Values of one element (RFC 6313); given as its encoded octets. */
  BASIC_LIST(20, "basicList", Element.VARIABLE),
  /** Records of one template (RFC 6313); given as its encoded octets. */
  SUB_TEMPLATE_LIST(21, "subTemplateList", Element.VARIABLE),
  /** Records of several templates (RFC 6313); given as its encoded octets. */
  SUB_TEMPLATE_MULTI_LIST(22, "subTemplateMultiList", Element.VARIABLE);

  private final int code;
  private final String ianaName;
  private final int sizeBytes;

  ElementType(int code, String ianaName, int sizeBytes) {
    this.code = code;
    this.ianaName = ianaName;
    this.sizeBytes = sizeBytes;
  }

  /**
   * The number of the type in the registry, as element 339 carries it (RFC 5610).
   *
   * @return 0 to 22
   */
  public int code() {
    return code;
  }

  /**
   * The name of the type in the registry.
   *
   * @return for example {@code unsigned64}
   */
  public String ianaName() {
    return ianaName;
  }

  /**
   * The full size of a value.
   *
   * @return bytes, or {@link Element#VARIABLE}
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  boolean isInteger() {
    return code >= UNSIGNED8.code && code <= SIGNED64.code;
  }

  boolean isSigned() {
    return code >= SIGNED8.code && code <= SIGNED64.code;
  }

  boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** Whether a value is at most eight octets, and so can be handled as a {@code long}. */
  boolean isScalar() {
    return sizeBytes <= Long.BYTES;
  }

  static ElementType named(String ianaName) {
    for (ElementType type : values()) {
      if (type.ianaName.equals(ianaName)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no abstract data type is called " + ianaName);
  }
}
