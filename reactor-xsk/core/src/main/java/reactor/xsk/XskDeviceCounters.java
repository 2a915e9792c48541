package reactor.xsk;

import java.util.Objects;

/**
 * The device's own transmit counters, since it was created and of all who send through it: the
 * difference of two readings tells <i>completed</i> and <i>left the interface</i> apart.
 */
public final class XskDeviceCounters {

  private final long txPackets;
  private final long txBytes;
  private final long txErrors;
  private final long txDropped;

  private XskDeviceCounters(long txPackets, long txBytes, long txErrors, long txDropped) {
    this.txPackets = txPackets;
    this.txBytes = txBytes;
    this.txErrors = txErrors;
    this.txDropped = txDropped;
  }

  /**
   * Makes a reading, as the sender does; also for tests of code that reads counters.
   *
   * @param txPackets packets that the device took
   * @param txBytes bytes of these
   * @param txErrors packets that it could not send
   * @param txDropped packets that were dropped before they reached it
   * @return the reading
   */
  public static XskDeviceCounters of(long txPackets, long txBytes, long txErrors, long txDropped) {
    return new XskDeviceCounters(txPackets, txBytes, txErrors, txDropped);
  }

  /** {@return packets that the device took} */
  public long txPackets() {
    return txPackets;
  }

  /** {@return bytes of these} */
  public long txBytes() {
    return txBytes;
  }

  /** {@return packets that it could not send} */
  public long txErrors() {
    return txErrors;
  }

  /**
   * {@return packets that were dropped before they reached the device; in copy mode these include
   * the packets that a kick reported as EBUSY}
   */
  public long txDropped() {
    return txDropped;
  }

  /**
   * What has been counted since an earlier reading.
   *
   * @param earlier the earlier reading
   * @return the differences
   */
  public XskDeviceCounters since(XskDeviceCounters earlier) {
    return new XskDeviceCounters(
        txPackets - earlier.txPackets,
        txBytes - earlier.txBytes,
        txErrors - earlier.txErrors,
        txDropped - earlier.txDropped);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof XskDeviceCounters that
        && txPackets == that.txPackets
        && txBytes == that.txBytes
        && txErrors == that.txErrors
        && txDropped == that.txDropped;
  }

  @Override
  public int hashCode() {
    return Objects.hash(txPackets, txBytes, txErrors, txDropped);
  }

  @Override
  public String toString() {
    return "XskDeviceCounters[txPackets=%s, txBytes=%s, txErrors=%s, txDropped=%s]"
        .formatted(txPackets, txBytes, txErrors, txDropped);
  }
}
