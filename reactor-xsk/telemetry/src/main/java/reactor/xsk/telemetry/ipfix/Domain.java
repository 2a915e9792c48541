package reactor.xsk.telemetry.ipfix;

import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put2;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put4;

import java.lang.foreign.MemorySegment;
import java.time.InstantSource;

/** An observation domain of the session: it numbers data records. For the thread that writes. */
final class Domain {

  /** RFC 7011 section 3.1: version, length, export time, sequence number, domain. */
  static final int HEADER_BYTES = 16;

  private static final int VERSION = 10;

  private final long id;
  private final InstantSource wall;

  private long sequence;
  private long templateSeconds;

  Domain(long id, InstantSource wall) {
    this.id = id;
    this.wall = wall;
  }

  long id() {
    return id;
  }

  /** Writes the header of a message with templates. */
  void templateHeader(MemorySegment payload, long lengthBytes) {
    templateSeconds = wall.millis() / 1_000;
    header(payload, lengthBytes, templateSeconds, 0);
  }

  /**
   * Writes the header of a message with data records. Its export time is not before that of the
   * templates (RFC 7011 section 8.2), also if the wall clock has been set back since.
   */
  void dataHeader(MemorySegment payload, long lengthBytes, int records) {
    header(payload, lengthBytes, Math.max(wall.millis() / 1_000, templateSeconds), records);
  }

  private void header(MemorySegment payload, long lengthBytes, long seconds, int records) {
    if (seconds >>> 32 != 0) {
      throw new IllegalStateException(
          "an export time of IPFIX ends in 2106: the clock says " + seconds);
    }
    put2(payload, 0, VERSION);
    put2(payload, 2, lengthBytes);
    put4(payload, 4, seconds);
    put4(payload, 8, sequence);
    put4(payload, 12, id);
    sequence += records; // modulo 2^32 on the wire (RFC 7011 section 3.1)
  }

  /** Starts the numbers elsewhere, for tests of the wrap. */
  void sequence(long next) {
    sequence = next;
  }
}
