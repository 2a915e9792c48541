package reactor.xsk;

import java.util.Objects;

/**
 * What the sender may ask of device and kernel for its packets: TX metadata of Linux 6.8
 * (Documentation/networking/xsk-tx-metadata.rst). What is asked for here and cannot be had is
 * refused when the sender is created. Immutable: each method that takes a value returns options
 * with that value.
 *
 * <p>Any of these costs 64 bytes of each frame, which the longest packet is shorter by.
 */
public final class MetadataOptions {

  private static final MetadataOptions NONE =
      new MetadataOptions(ChecksumOffload.NONE, false, false);

  private final ChecksumOffload checksums;
  private final boolean transmitTimes;
  private final boolean launchTimes;

  private MetadataOptions(ChecksumOffload checksums, boolean transmitTimes, boolean launchTimes) {
    this.checksums = Objects.requireNonNull(checksums, "checksums");
    this.transmitTimes = transmitTimes;
    this.launchTimes = launchTimes;
  }

  /** {@return the defaults: nothing is asked for} */
  public static MetadataOptions none() {
    return NONE;
  }

  /**
   * Sets who computes checksums that writers ask for.
   *
   * @param value default {@link ChecksumOffload#NONE}
   * @return the options with that value
   */
  public MetadataOptions checksums(ChecksumOffload value) {
    return new MetadataOptions(value, transmitTimes, launchTimes);
  }

  /**
   * Has the time at which each packet left reported in its {@link SendResult}. With zero-copy it is
   * the clock of the device; in copy mode the kernel takes CLOCK_TAI when it frees its copy of the
   * packet (net/xdp/xsk.c, xsk_destruct_skb), which is after the packet left.
   *
   * @param value default false
   * @return the options with that value
   */
  public MetadataOptions transmitTimes(boolean value) {
    return new MetadataOptions(checksums, value, launchTimes);
  }

  /**
   * Lets writers set the time at which the device is to send a packet. Only with zero-copy, from
   * Linux 6.15 on, and only where the device has it (igc, stmmac) and its queue is set up for it.
   *
   * @param value default false
   * @return the options with that value
   */
  public MetadataOptions launchTimes(boolean value) {
    return new MetadataOptions(checksums, transmitTimes, value);
  }

  /** {@return who computes checksums that writers ask for} */
  public ChecksumOffload checksums() {
    return checksums;
  }

  /** {@return whether results tell when packets left} */
  public boolean transmitTimes() {
    return transmitTimes;
  }

  /** {@return whether writers can set the time at which a packet is to leave} */
  public boolean launchTimes() {
    return launchTimes;
  }

  /** Whether anything is asked for. */
  boolean isAny() {
    return !equals(NONE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetadataOptions that
        && checksums == that.checksums
        && transmitTimes == that.transmitTimes
        && launchTimes == that.launchTimes;
  }

  @Override
  public int hashCode() {
    return Objects.hash(checksums, transmitTimes, launchTimes);
  }

  @Override
  public String toString() {
    return "MetadataOptions[checksums=%s, transmitTimes=%s, launchTimes=%s]"
        .formatted(checksums, transmitTimes, launchTimes);
  }
}
