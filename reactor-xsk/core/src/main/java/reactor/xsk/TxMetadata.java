package reactor.xsk;

/**
 * What a {@link MetadataWriter} asks of device and kernel for the packet that it writes ({@code
 * struct xsk_tx_metadata}, linux/if_xdp.h). One object serves for all packets: it is for the call
 * that it is passed to, on its thread, and not to be kept.
 */
public interface TxMetadata {

  /**
   * {@return whether checksums can be asked for: {@link MetadataOptions#checksums} was set. If not,
   * the writer computes them}
   */
  boolean hasChecksums();

  /**
   * Asks for the checksum of all bytes from {@code startBytes} to the end of the packet: the
   * Internet checksum (RFC 1071), as TCP and UDP have it. The field holds, before that, the sum of
   * the pseudo-header, not complemented. A UDP checksum of 0 is sent as 0xffff.
   *
   * @param startBytes where the sum begins, from the start of the packet; 0 to 65,535
   * @param offsetBytes where the field of two bytes is, from {@code startBytes}; 0 to 65,535. A
   *     packet in which the field does not lie fails
   * @throws IllegalArgumentException if one of them is out of its range
   * @throws IllegalStateException if {@link #hasChecksums()} is false
   */
  void checksum(int startBytes, int offsetBytes);

  /**
   * {@return whether {@link #launchAt} may be called: {@link MetadataOptions#launchTimes} is set}
   */
  boolean hasLaunchTimes();

  /**
   * Asks the device to send the packet at a time, and not before. Devices send in the order of the
   * queue: a packet holds back those behind it.
   *
   * @param timeNs the time by the clock of the device, as the driver takes it
   * @throws IllegalStateException if {@link #hasLaunchTimes()} is false
   */
  void launchAt(long timeNs);
}
