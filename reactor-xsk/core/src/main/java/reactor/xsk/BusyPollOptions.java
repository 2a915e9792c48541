package reactor.xsk;

import java.time.Duration;
import java.util.Objects;

/**
 * Busy polling of an AF_XDP socket: each kick also polls the device, in the loop thread, instead of
 * its interrupt on another CPU (socket(7), Documentation/networking/napi.rst). Immutable: each
 * method that takes a value returns options with that value.
 *
 * <pre>{@code
 * BusyPollOptions.forAtMost(Duration.ofNanos(20_000)).preferred(64).napi(2, Duration.ofMillis(1))
 * }</pre>
 */
public final class BusyPollOptions {

  private static final BusyPollOptions OFF =
      new BusyPollOptions(Duration.ZERO, 0, 0, Duration.ZERO);

  private final Duration longest;
  private final int budget;
  private final int deferHardIrqs;
  private final Duration groFlushTimeout;

  private BusyPollOptions(
      Duration longest, int budget, int deferHardIrqs, Duration groFlushTimeout) {
    this.longest = Objects.requireNonNull(longest, "longest");
    this.budget = budget;
    this.deferHardIrqs = deferHardIrqs;
    this.groFlushTimeout = Objects.requireNonNull(groFlushTimeout, "groFlushTimeout");
    ConfigChecks.checkBusyPoll(this);
  }

  /** {@return the default: no busy polling} */
  public static BusyPollOptions off() {
    return OFF;
  }

  /**
   * Polls the device with each kick (SO_BUSY_POLL). Needs no privilege on Linux 6.18; older kernels
   * may ask for CAP_NET_ADMIN.
   *
   * @param longest 1 µs to 1 s, in whole microseconds
   * @return the options
   * @throws IllegalArgumentException if the value is out of its range
   */
  public static BusyPollOptions forAtMost(Duration longest) {
    if (longest.isZero()) {
      throw new IllegalArgumentException("busy polling takes at least 1 us; use off()");
    }
    return new BusyPollOptions(longest, 0, 0, Duration.ZERO);
  }

  /**
   * Prefers polling to interrupts, and lets one poll handle more packets (SO_PREFER_BUSY_POLL,
   * SO_BUSY_POLL_BUDGET; Linux 5.11). Needs CAP_NET_ADMIN in the initial user namespace. With
   * zero-copy the kernel then only polls the receive queue, so the driver must transmit in that
   * poll; that of virtio_net (7.2) does not: the stream fails after {@code completionTimeout}.
   *
   * @param packets most packets of a poll, 1 to 65,535; the kernel's own default is 8
   * @return the options with that value
   * @throws IllegalArgumentException if the value is out of its range
   */
  public BusyPollOptions preferred(int packets) {
    if (packets < 1) {
      throw new IllegalArgumentException("preferred must be from 1 to 65535: preferred=" + packets);
    }
    return new BusyPollOptions(longest, packets, deferHardIrqs, groFlushTimeout);
  }

  /**
   * Sets the two settings of the whole device that preferred polling needs to keep its interrupts
   * off, in /sys/class/net, while the sender is open, unless its mode is BULK; what they were is
   * restored when it is closed, and stays as it is if the process is killed. Senders of one process
   * share the settings of a device: all must ask for the same values, others are refused by {@code
   * create}, and they are restored when the last of these senders is closed. Senders of several
   * processes do not know of each other: the one that changed the settings restores them. Needs
   * CAP_NET_ADMIN in the initial user namespace, and a /sys of this network namespace that can be
   * written.
   *
   * @param deferrals polls without work after which interrupts are enabled again ({@code
   *     napi_defer_hard_irqs}), 1 to 10,000; 2 is usual
   * @param timeout how long interrupts stay off without a poll ({@code gro_flush_timeout}), 1 µs to
   *     1 s: completions come at the latest after that
   * @return the options with these values
   * @throws IllegalArgumentException if a value is out of its range
   */
  public BusyPollOptions napi(int deferrals, Duration timeout) {
    if (deferrals < 1) {
      throw new IllegalArgumentException(
          "napi must defer 1 to 10000 times: deferrals=" + deferrals);
    }
    return new BusyPollOptions(longest, budget, deferrals, timeout);
  }

  /** {@return how long a kick polls at most; zero: it does not} */
  public Duration longest() {
    return longest;
  }

  /** {@return most packets of a poll, with polling preferred; 0: it is not} */
  public int preferredPackets() {
    return budget;
  }

  /** {@return napi_defer_hard_irqs while the sender is open; 0: as it is} */
  public int napiDeferrals() {
    return deferHardIrqs;
  }

  /** {@return gro_flush_timeout while the sender is open; zero: as it is} */
  public Duration napiTimeout() {
    return groFlushTimeout;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BusyPollOptions that
        && longest.equals(that.longest)
        && budget == that.budget
        && deferHardIrqs == that.deferHardIrqs
        && groFlushTimeout.equals(that.groFlushTimeout);
  }

  @Override
  public int hashCode() {
    return Objects.hash(longest, budget, deferHardIrqs, groFlushTimeout);
  }

  @Override
  public String toString() {
    return "BusyPollOptions[longest=%s, preferred=%d, napiDeferrals=%d, napiTimeout=%s]"
        .formatted(longest, budget, deferHardIrqs, groFlushTimeout);
  }
}
