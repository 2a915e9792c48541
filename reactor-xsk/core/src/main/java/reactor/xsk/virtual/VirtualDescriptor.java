package reactor.xsk.virtual;

import java.util.Objects;
import java.util.OptionalLong;

/** One descriptor that a {@link VirtualKernel} took, in the order of taking. */
public final class VirtualDescriptor {

  private final long kick;
  private final long umemAddress;
  private final int lengthBytes;
  private final boolean more;
  private final boolean doorbell;
  private final boolean continued;
  private final OptionalLong launchTimeNs;

  private VirtualDescriptor(
      long kick,
      long umemAddress,
      int lengthBytes,
      boolean more,
      boolean doorbell,
      boolean continued,
      OptionalLong launchTimeNs) {
    this.kick = kick;
    this.umemAddress = umemAddress;
    this.lengthBytes = lengthBytes;
    this.more = more;
    this.doorbell = doorbell;
    this.continued = continued;
    this.launchTimeNs = launchTimeNs;
  }

  /**
   * Makes a record of a descriptor, as the kernel does.
   *
   * @param kick the number of the kick that took it, from 1
   * @param umemAddress its UMEM address
   * @param lengthBytes its length in bytes
   * @param more whether it carried <i>more</i>
   * @param doorbell whether the device's doorbell was rung for it
   * @return the record
   */
  public static VirtualDescriptor of(
      long kick, long umemAddress, int lengthBytes, boolean more, boolean doorbell) {
    return of(kick, umemAddress, lengthBytes, more, doorbell, false, OptionalLong.empty());
  }

  /**
   * Makes a record of a descriptor, as the kernel does.
   *
   * @param kick the number of the kick that took it, from 1
   * @param umemAddress its UMEM address
   * @param lengthBytes its length in bytes
   * @param more whether it carried <i>more</i>
   * @param doorbell whether the device's doorbell was rung for it
   * @param continued whether its packet goes on in the next descriptor
   * @param launchTimeNs when its packet is to leave, in ns, if it says so
   * @return the record
   */
  public static VirtualDescriptor of(
      long kick,
      long umemAddress,
      int lengthBytes,
      boolean more,
      boolean doorbell,
      boolean continued,
      OptionalLong launchTimeNs) {
    return new VirtualDescriptor(
        kick, umemAddress, lengthBytes, more, doorbell, continued, launchTimeNs);
  }

  /** {@return the number of the kick that took it, from 1} */
  public long kick() {
    return kick;
  }

  /** {@return its UMEM address} */
  public long umemAddress() {
    return umemAddress;
  }

  /** {@return its length in bytes} */
  public int lengthBytes() {
    return lengthBytes;
  }

  /** {@return whether it carried <i>more</i>} */
  public boolean more() {
    return more;
  }

  /** {@return whether the device's doorbell was rung for it} */
  public boolean doorbell() {
    return doorbell;
  }

  /** {@return whether its packet goes on in the next descriptor} */
  public boolean continued() {
    return continued;
  }

  /** {@return when its packet is to leave, in ns, if its metadata says so} */
  public OptionalLong launchTimeNs() {
    return launchTimeNs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VirtualDescriptor that
        && kick == that.kick
        && umemAddress == that.umemAddress
        && lengthBytes == that.lengthBytes
        && more == that.more
        && doorbell == that.doorbell
        && continued == that.continued
        && launchTimeNs.equals(that.launchTimeNs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kick, umemAddress, lengthBytes, more, doorbell, continued, launchTimeNs);
  }

  @Override
  public String toString() {
    return ("VirtualDescriptor[kick=%s, umemAddress=%s, lengthBytes=%s, more=%s, doorbell=%s,"
            + " continued=%s, launchTimeNs=%s]")
        .formatted(kick, umemAddress, lengthBytes, more, doorbell, continued, launchTimeNs);
  }
}
