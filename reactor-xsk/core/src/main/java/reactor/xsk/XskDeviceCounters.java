package reactor.xsk;

/**
 * The device's own transmit counters, since it was created and for everybody who sends through it:
 * the difference of two readings tells <i>completed</i> and <i>left the interface</i> apart.
 *
 * @param txPackets packets that the device took
 * @param txBytes bytes of these
 * @param txErrors packets that it could not send
 * @param txDropped packets that were dropped before they reached it; in copy mode these include the
 *     packets that a kick reported as EBUSY
 */
public record XskDeviceCounters(long txPackets, long txBytes, long txErrors, long txDropped) {

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
}
