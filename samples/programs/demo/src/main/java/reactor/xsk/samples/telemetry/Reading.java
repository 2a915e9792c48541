package reactor.xsk.samples.telemetry;

/** What a record carries. */
public sealed interface Reading {

  /**
   * A line of {@code /proc/net/dev}: an interface since it was made.
   *
   * @param name the interface; at most 15 bytes
   */
  record InterfaceCounters(
      String name,
      long rxBytes,
      long rxPackets,
      long rxErrors,
      long rxDropped,
      long txBytes,
      long txPackets,
      long txErrors,
      long txDropped)
      implements Reading {}

  /**
   * A CPU line of {@code /proc/stat}: its time since the start, in ticks of 10 ms.
   *
   * @param name {@code cpu} for all of them, {@code cpu0} for the first
   */
  record CpuTimes(
      String name,
      long user,
      long nice,
      long system,
      long idle,
      long iowait,
      long irq,
      long softirq,
      long steal)
      implements Reading {}

  /**
   * No counters but bytes that follow from the record's sequence number, for streams at full rate.
   *
   * @param lengthBytes how many
   */
  record Pattern(int lengthBytes) implements Reading {}
}
