package reactor.xsk.virtual;

import java.util.Objects;

/** What a {@link VirtualKernel} has done, over all its sockets: a snapshot. */
public final class VirtualCounters {

  private final long kicks;
  private final long packets;
  private final long bytes;
  private final long doorbells;
  private final long dropped;
  private final long invalid;
  private final long completions;
  private final long lost;

  private VirtualCounters(
      long kicks,
      long packets,
      long bytes,
      long doorbells,
      long dropped,
      long invalid,
      long completions,
      long lost) {
    this.kicks = kicks;
    this.packets = packets;
    this.bytes = bytes;
    this.doorbells = doorbells;
    this.dropped = dropped;
    this.invalid = invalid;
    this.completions = completions;
    this.lost = lost;
  }

  /**
   * Makes a snapshot, as the kernel does.
   *
   * @param kicks calls of sendto
   * @param packets packets transmitted
   * @param bytes bytes of the packets transmitted
   * @param doorbells times the device's doorbell was rung
   * @param dropped packets consumed and not transmitted (EBUSY)
   * @param invalid descriptors that were not valid
   * @param completions frames given back
   * @param lost frames that were to come back and were lost on purpose
   * @return the snapshot
   */
  public static VirtualCounters of(
      long kicks,
      long packets,
      long bytes,
      long doorbells,
      long dropped,
      long invalid,
      long completions,
      long lost) {
    return new VirtualCounters(
        kicks, packets, bytes, doorbells, dropped, invalid, completions, lost);
  }

  /** {@return calls of sendto} */
  public long kicks() {
    return kicks;
  }

  /** {@return packets transmitted} */
  public long packets() {
    return packets;
  }

  /** {@return bytes of the packets transmitted} */
  public long bytes() {
    return bytes;
  }

  /** {@return times the device's doorbell was rung} */
  public long doorbells() {
    return doorbells;
  }

  /** {@return packets consumed and not transmitted (EBUSY)} */
  public long dropped() {
    return dropped;
  }

  /** {@return descriptors that were not valid} */
  public long invalid() {
    return invalid;
  }

  /** {@return frames given back} */
  public long completions() {
    return completions;
  }

  /** {@return frames that were to come back and were lost on purpose} */
  public long lost() {
    return lost;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VirtualCounters that
        && kicks == that.kicks
        && packets == that.packets
        && bytes == that.bytes
        && doorbells == that.doorbells
        && dropped == that.dropped
        && invalid == that.invalid
        && completions == that.completions
        && lost == that.lost;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kicks, packets, bytes, doorbells, dropped, invalid, completions, lost);
  }

  @Override
  public String toString() {
    return "VirtualCounters[kicks=%s, packets=%s, bytes=%s, doorbells=%s, dropped=%s, invalid=%s, completions=%s, lost=%s]"
        .formatted(kicks, packets, bytes, doorbells, dropped, invalid, completions, lost);
  }
}
