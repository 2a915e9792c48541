package reactor.xsk.telemetry.sflow;

/**
 * What a sample is of.
 *
 * @param type 0 an interface, 1 a VLAN, 2 a physical entity
 * @param index the ifIndex, VLAN or entity; 0 to 16,777,215, or to 4,294,967,295 for an exporter
 *     that sends the expanded forms
 */
public record SourceId(int type, long index) {

  /** Checks the numbers. */
  public SourceId {
    if (type < 0 || type > 0xff || index < 0 || index > 0xffff_ffffL) {
      throw new IllegalArgumentException(
          "source %d:%d: the type is 0 to 255, the index 0 to 4294967295".formatted(type, index));
    }
  }

  /**
   * An interface.
   *
   * @param ifIndex its index
   * @return the source
   */
  public static SourceId ofInterface(long ifIndex) {
    return new SourceId(0, ifIndex);
  }

  /**
   * A host, which reports itself as the first physical entity.
   *
   * @return the source 2:1
   */
  public static SourceId ofHost() {
    return new SourceId(2, 1);
  }
}
