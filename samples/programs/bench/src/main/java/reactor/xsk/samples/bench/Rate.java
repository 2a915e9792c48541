package reactor.xsk.samples.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one run at full speed showed.
 *
 * @param entrant id of the entrant
 * @param size bytes of a packet
 * @param round number of the round, from 1
 * @param heat number of its heat in the round, from 0: who was there took turns with it
 * @param packets packets that arrived at the far end
 * @param packetsPerSecond of these, in a second
 * @param cpuNs CPU time of the whole process, for a packet
 * @param userNs of this, in user mode
 * @param systemNs of this, in the kernel
 * @param systemCalls system calls for a packet; null where they cannot be counted
 * @param allocatedBytes bytes allocated on the Java heap, by all threads, for a packet
 * @param gcMillis time of garbage collections in the run
 * @param compileMillis CPU time of the compilers while it was measured; null for a C program
 */
record Rate(
    String entrant,
    int size,
    int round,
    int heat,
    long packets,
    double packetsPerSecond,
    double cpuNs,
    double userNs,
    double systemNs,
    @Nullable Double systemCalls,
    @Nullable Double allocatedBytes,
    @Nullable Long gcMillis,
    @Nullable Double compileMillis) {

  /** Whether it is the rate of {@code name} in the heat of another rate. */
  boolean isOfSameHeat(Rate rate, String name) {
    return entrant.equals(name) && size == rate.size && round == rate.round && heat == rate.heat;
  }
}
