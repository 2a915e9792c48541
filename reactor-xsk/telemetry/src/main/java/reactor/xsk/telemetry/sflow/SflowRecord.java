package reactor.xsk.telemetry.sflow;

/**
 * A structure in a sample. The usual ones are in this package; others can be added by implementing
 * this.
 */
public interface SflowRecord {

  /**
   * The data format.
   *
   * @return enterprise (20 bits; 0 for the structures of sflow.org) and format (12 bits)
   */
  int format();

  /**
   * What {@link #write} writes.
   *
   * @return octets, a multiple of four
   */
  int sizeBytes();

  /**
   * Writes the structure, without its format and length.
   *
   * @param out where to write
   */
  void write(XdrWriter out);
}
