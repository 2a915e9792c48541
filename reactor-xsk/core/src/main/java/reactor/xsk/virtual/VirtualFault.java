package reactor.xsk.virtual;

import java.util.Objects;

/**
 * What a {@link VirtualKernel} does on one kick instead of transmitting all that is there.
 * Immutable.
 */
public final class VirtualFault {

  private static final int ENXIO = 6;
  private static final int EAGAIN = 11;
  private static final int EBUSY = 16;
  private static final int EINVAL = 22;
  private static final int ENETDOWN = 100;
  private static final int ENOBUFS = 105;

  private final int answer;
  private final int takes;
  private final boolean drops;
  private final int repeat;

  private VirtualFault(int answer, int takes, boolean drops, int repeat) {
    if (takes < 0 || repeat < 1 || answer > 0) {
      throw new IllegalArgumentException(
          "takes >= 0, repeat >= 1 and answer <= 0 does not hold: takes=%d, repeat=%d, answer=%d"
              .formatted(takes, repeat, answer));
    }
    this.answer = answer;
    this.takes = takes;
    this.drops = drops;
    this.repeat = repeat;
  }

  /**
   * The kick takes nothing and answers with an errno.
   *
   * @param errno the number, 1 or more
   * @return the fault
   */
  public static VirtualFault errno(int errno) {
    return new VirtualFault(-errno, 0, false, 1);
  }

  /**
   * The kick answers 0 and takes nothing: what a kernel does when the device has fewer queues than
   * when the socket was bound.
   *
   * @return the fault
   */
  public static VirtualFault stall() {
    return new VirtualFault(0, 0, false, 1);
  }

  /**
   * The kick transmits {@code packets} and answers EAGAIN.
   *
   * @param packets how many; 0 or more
   * @return the fault
   */
  public static VirtualFault takeOnly(int packets) {
    return new VirtualFault(-EAGAIN, packets, false, 1);
  }

  /**
   * EAGAIN, and nothing is taken.
   *
   * @return the fault
   */
  public static VirtualFault again() {
    return takeOnly(0);
  }

  /**
   * EBUSY: the next packet is consumed, completed, and not sent.
   *
   * @return the fault
   */
  public static VirtualFault busy() {
    return new VirtualFault(-EBUSY, 0, true, 1);
  }

  /**
   * ENOBUFS: no memory, nothing is taken.
   *
   * @return the fault
   */
  public static VirtualFault noBuffers() {
    return new VirtualFault(-ENOBUFS, 0, false, 1);
  }

  /**
   * ENETDOWN: the interface is down, nothing is taken. To keep it down, use {@link
   * VirtualKernel#setInterfaceUp}.
   *
   * @return the fault
   */
  public static VirtualFault netDown() {
    return new VirtualFault(-ENETDOWN, 0, false, 1);
  }

  /**
   * ENXIO: the socket is not bound any more.
   *
   * @return the fault
   */
  public static VirtualFault unbound() {
    return new VirtualFault(-ENXIO, 0, false, 1);
  }

  /**
   * EINVAL: the next packet's metadata is refused, and nothing is taken until it is repaired.
   *
   * @return the fault, on every kick from now on
   */
  public static VirtualFault badMetadata() {
    return new VirtualFault(-EINVAL, 0, false, Integer.MAX_VALUE);
  }

  /**
   * The same, after so many packets have been transmitted.
   *
   * @param packets how many; 0 or more
   * @return the fault
   */
  public VirtualFault after(int packets) {
    return new VirtualFault(answer, packets, drops, repeat);
  }

  /**
   * The same on so many kicks.
   *
   * @param kicks how many; 1 or more
   * @return the fault
   */
  public VirtualFault times(int kicks) {
    return new VirtualFault(answer, takes, drops, kicks);
  }

  /** {@return what the kick answers: 0, or a negated errno} */
  public int answer() {
    return answer;
  }

  /** {@return how many packets it transmits before it answers} */
  public int takes() {
    return takes;
  }

  /** {@return whether it then consumes one packet more without transmitting it} */
  public boolean drops() {
    return drops;
  }

  /** {@return for how many kicks} */
  public int repeat() {
    return repeat;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VirtualFault that
        && answer == that.answer
        && takes == that.takes
        && drops == that.drops
        && repeat == that.repeat;
  }

  @Override
  public int hashCode() {
    return Objects.hash(answer, takes, drops, repeat);
  }

  @Override
  public String toString() {
    return "VirtualFault[answer=%s, takes=%s, drops=%s, repeat=%s]"
        .formatted(answer, takes, drops, repeat);
  }
}
