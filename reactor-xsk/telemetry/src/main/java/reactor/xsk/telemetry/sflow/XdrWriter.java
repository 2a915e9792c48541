package reactor.xsk.telemetry.sflow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put1;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put4;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put8;

import java.lang.foreign.MemorySegment;

/**
 * Writes values one after the other in XDR (RFC 4506): every value takes a multiple of four octets,
 * in network order. For one thread.
 */
public final class XdrWriter {

  /** Every value takes a multiple of so many octets. */
  static final int UNIT = 4;

  private MemorySegment target = MemorySegment.NULL;
  private long offset;

  XdrWriter() {}

  void begin(MemorySegment segment) {
    target = segment;
    offset = 0;
  }

  long offsetBytes() {
    return offset;
  }

  /**
   * Writes an integer of 32 bits.
   *
   * @param value its low 32 bits are sent, as sFlow asks for counters that are longer
   * @return this
   */
  public XdrWriter u32(long value) {
    put4(target, offset, value);
    offset += 4;
    return this;
  }

  /**
   * Writes an integer of 64 bits.
   *
   * @param value the value
   * @return this
   */
  public XdrWriter u64(long value) {
    put8(target, offset, value);
    offset += 8;
    return this;
  }

  /**
   * Writes an IEEE 754 number of 32 bits.
   *
   * @param value the value
   * @return this
   */
  public XdrWriter float32(float value) {
    return u32(Float.floatToRawIntBits(value));
  }

  /**
   * Writes octets without a length, and zeros up to a multiple of four.
   *
   * @param octets the octets
   * @return this
   */
  public XdrWriter fixed(byte[] octets) {
    MemorySegment.copy(octets, 0, target, JAVA_BYTE, offset, octets.length);
    offset += octets.length;
    while (offset % UNIT != 0) { // what an XDR writer writes begins at a multiple of four
      put1(target, offset++, 0);
    }
    return this;
  }

  /**
   * Writes a length and octets, and zeros up to a multiple of four.
   *
   * @param octets the octets
   * @return this
   */
  public XdrWriter opaque(byte[] octets) {
    return u32(octets.length).fixed(octets);
  }

  /**
   * What {@link #fixed} writes.
   *
   * @param lengthBytes the octets
   * @return their number rounded up to a multiple of four
   */
  public static int padded(int lengthBytes) {
    return (lengthBytes + UNIT - 1) / UNIT * UNIT;
  }
}
