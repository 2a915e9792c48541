package reactor.xsk;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;

/**
 * What one sender has done since it was created: a snapshot.
 *
 * <p>At rest {@code accepted = completed + dropped + failed + discarded}. While the sender works,
 * the difference is what is in its hands, and two counters may be a window apart.
 */
public final class XskCounters {

  /** What is counted. Later versions may have more. */
  public enum Counter {
    /** Items taken from all sources. */
    ACCEPTED("accepted"),

    /** Packets published in the TX ring. */
    PACKETS("packets"),

    /** Bytes of the published packets, from the destination MAC to the last payload byte. */
    BYTES("bytes"),

    /** Windows published: each with one release-store. */
    WINDOWS("windows"),

    /**
     * System calls made to make the kernel look at the ring, retries included; in mode BULK several
     * full windows may share one.
     */
    KICKS("kicks"),

    /**
     * Kicks after which descriptors were left in the ring (EAGAIN and its like: the per-call
     * budget, the send buffer, a full device ring).
     */
    KICKS_UNFINISHED("kicksUnfinished"),

    /** Frames that the kernel gave back, whatever became of the packet. */
    COMPLETIONS("completions"),

    /** Packets whose frame came back without a drop reported. */
    COMPLETED("completed"),

    /** Packets that the kernel said it dropped (EBUSY), or that the device refused (mode BULK). */
    DROPPED("dropped"),

    /** Packets that never reached the kernel, and lost ones. */
    FAILED("failed"),

    /** Items accepted and not published, because their stream or the sender ended. */
    DISCARDED("discarded"),

    /** Of the failed: packets that the kernel took and whose frame never came back. */
    LOST("lost"),

    /** Times the sender stopped because the interface or its carrier was down. */
    LINK_WAITS("linkWaits"),

    /**
     * Times the sender shrank its window and waited, because the device had refused packets (mode
     * BULK).
     */
    SLOWDOWNS("slowdowns"),

    /** Times a new socket was opened because the old one did not give frames back. */
    REBUILDS("rebuilds"),

    /** Frames published and not yet completed, now. */
    IN_FLIGHT("inFlight", true),

    /** Frames ready for a packet, now. */
    FREE_FRAMES("freeFrames", true),

    /** Streams that have not ended, now. */
    OPEN_STREAMS("openStreams", true);

    private final String label;
    private final boolean gauge;

    Counter(String label) {
      this(label, false);
    }

    Counter(String label, boolean gauge) {
      this.label = label;
      this.gauge = gauge;
    }

    /** {@return whether the value can fall; the others only grow} */
    public boolean isGauge() {
      return gauge;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  private static final Counter[] ALL = Counter.values();

  private final long[] values;

  private XskCounters(long[] values) {
    this.values = values;
  }

  /**
   * Makes a snapshot, as the sender does; also for tests of code that reads counters.
   *
   * @param value the value of each counter
   * @return the snapshot
   */
  public static XskCounters of(ToLongFunction<Counter> value) {
    return new XskCounters(Arrays.stream(ALL).mapToLong(value).toArray());
  }

  /**
   * Reads one counter.
   *
   * @param counter which
   * @return its value
   */
  public long get(Counter counter) {
    return values[counter.ordinal()];
  }

  /**
   * Adds counter by counter: the sum over the queues of a sender, or over several senders.
   *
   * @param other the counters to add
   * @return the sums
   */
  public XskCounters plus(XskCounters other) {
    return of(counter -> get(counter) + other.get(counter));
  }

  /** {@return items taken from all sources} */
  public long accepted() {
    return get(Counter.ACCEPTED);
  }

  /** {@return packets published in the TX ring} */
  public long packets() {
    return get(Counter.PACKETS);
  }

  /** {@return bytes of the published packets, from the destination MAC to the last payload byte} */
  public long bytes() {
    return get(Counter.BYTES);
  }

  /** {@return windows published: each with one release-store} */
  public long windows() {
    return get(Counter.WINDOWS);
  }

  /** {@return system calls made to make the kernel look at the ring} */
  public long kicks() {
    return get(Counter.KICKS);
  }

  /** {@return kicks after which descriptors were left in the ring} */
  public long kicksUnfinished() {
    return get(Counter.KICKS_UNFINISHED);
  }

  /** {@return frames that the kernel gave back, whatever became of the packet} */
  public long completions() {
    return get(Counter.COMPLETIONS);
  }

  /** {@return packets whose frame came back without a drop reported} */
  public long completed() {
    return get(Counter.COMPLETED);
  }

  /** {@return packets that the kernel said it dropped, or that the device refused} */
  public long dropped() {
    return get(Counter.DROPPED);
  }

  /** {@return packets that never reached the kernel, and lost ones} */
  public long failed() {
    return get(Counter.FAILED);
  }

  /** {@return items accepted and not published, because their stream or the sender ended} */
  public long discarded() {
    return get(Counter.DISCARDED);
  }

  /** {@return of the failed: packets that the kernel took and whose frame never came back} */
  public long lost() {
    return get(Counter.LOST);
  }

  /** {@return times the sender stopped because the interface or its carrier was down} */
  public long linkWaits() {
    return get(Counter.LINK_WAITS);
  }

  /**
   * {@return times the sender shrank its window and waited, because the device had refused packets}
   */
  public long slowdowns() {
    return get(Counter.SLOWDOWNS);
  }

  /** {@return times a new socket was opened because the old one did not give frames back} */
  public long rebuilds() {
    return get(Counter.REBUILDS);
  }

  /** {@return frames published and not yet completed, now} */
  public long inFlight() {
    return get(Counter.IN_FLIGHT);
  }

  /** {@return frames ready for a packet, now} */
  public long freeFrames() {
    return get(Counter.FREE_FRAMES);
  }

  /** {@return streams that have not ended, now} */
  public long openStreams() {
    return get(Counter.OPEN_STREAMS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof XskCounters that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringJoiner all = new StringJoiner(", ", "XskCounters[", "]");
    for (Counter counter : ALL) {
      all.add(counter + "=" + get(counter));
    }
    return all.toString();
  }
}
