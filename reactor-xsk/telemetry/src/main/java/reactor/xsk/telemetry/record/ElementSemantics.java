package reactor.xsk.telemetry.record;

/**
 * What the values of an element mean (RFC 7012 section 3.2; element 344 of RFC 5610). The ordinal
 * is the number in the registry.
 */
public enum ElementSemantics {
  /** Nothing in particular. */
  DEFAULT,
  /** A measured value. */
  QUANTITY,
  /** A count since the metering process began. */
  TOTAL_COUNTER,
  /** A count since the previous record. */
  DELTA_COUNTER,
  /** A number that identifies something. */
  IDENTIFIER,
  /** A set of bits. */
  FLAGS,
  /** A list (RFC 6313). */
  LIST,
  /** A counter of SNMP (RFC 8038). */
  SNMP_COUNTER,
  /** A gauge of SNMP (RFC 8038). */
  SNMP_GAUGE
}
