package reactor.xsk.telemetry.sflow;

/**
 * The structures that are a row of 32-bit counters, in the order of the structure. For IP, TCP and
 * UDP that is the order of the first counters in {@code /proc/net/snmp}. For ICMP it is not: Linux
 * has counters between them that the structure lacks.
 */
public final class Counters implements SflowRecord {

  private final int format;
  private final long[] values;

  private Counters(int format, int count, long[] values) {
    if (values.length != count) {
      throw new IllegalArgumentException(
          "structure %d has %d counters, not %d".formatted(format, count, values.length));
    }
    this.format = format;
    this.values = values.clone();
  }

  /**
   * Ethernet counters (counter record 2).
   *
   * @param values 13 counters of the dot3StatsTable
   * @return the record
   */
  public static Counters ethernet(long... values) {
    return new Counters(2, 13, values);
  }

  /**
   * Counters of IP (counter record 2007).
   *
   * @param values 19 counters, from Forwarding to FragCreates
   * @return the record
   */
  public static Counters ip(long... values) {
    return new Counters(2007, 19, values);
  }

  /**
   * Counters of ICMP (counter record 2008).
   *
   * @param values 25 counters, from InMsgs to OutAddrMaskReps: those of MIB-II without
   *     InTimestampReps
   * @return the record
   */
  public static Counters icmp(long... values) {
    return new Counters(2008, 25, values);
  }

  /**
   * Counters of TCP (counter record 2009).
   *
   * @param values 15 counters, from RtoAlgorithm to InCsumErrors
   * @return the record
   */
  public static Counters tcp(long... values) {
    return new Counters(2009, 15, values);
  }

  /**
   * Counters of UDP (counter record 2010).
   *
   * @param values 7 counters, from InDatagrams to InCsumErrors
   * @return the record
   */
  public static Counters udp(long... values) {
    return new Counters(2010, 7, values);
  }

  @Override
  public int format() {
    return format;
  }

  @Override
  public int sizeBytes() {
    return 4 * values.length;
  }

  @Override
  public void write(XdrWriter out) {
    for (long value : values) {
      out.u32(value);
    }
  }
}
