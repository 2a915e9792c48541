package reactor.xsk.telemetry.record;

/**
 * The unit of an element's values (element 345 of RFC 5610). The ordinal is the number in the
 * registry "IPFIX Information Element Units".
 */
public enum ElementUnits {
  /** No unit. */
  NONE,
  /** Bits. */
  BITS,
  /** Octets. */
  OCTETS,
  /** Packets. */
  PACKETS,
  /** Flows. */
  FLOWS,
  /** Seconds. */
  SECONDS,
  /** Milliseconds. */
  MILLISECONDS,
  /** Microseconds. */
  MICROSECONDS,
  /** Nanoseconds. */
  NANOSECONDS,
  /** Words of four octets. */
  FOUR_OCTETS,
  /** Messages. */
  MESSAGES,
  /** Hops. */
  HOPS,
  /** Entries. */
  ENTRIES,
  /** Frames. */
  FRAMES
}
