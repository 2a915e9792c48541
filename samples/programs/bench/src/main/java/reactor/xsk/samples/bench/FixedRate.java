package reactor.xsk.samples.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one run at a fixed rate showed, one packet at a time. Latencies are from onNext (in C: from
 * before the packet is written) to the arrival at the far end.
 *
 * @param entrant id of the entrant
 * @param rate packets in a second that its source is to have
 * @param round number of the round, from 1
 * @param packets packets that arrived
 * @param packetsPerSecond of these, in a second
 * @param p50Ns half of them took at most so long
 * @param p99Ns 99 % of them
 * @param p999Ns 99.9 % of them
 * @param maxNs all of them
 * @param corePercent CPU time of the whole process, of one core
 * @param cpuNs CPU time for a packet, without a source's thread that waits busily
 * @param packetsPerWindow packets in a window; null where there are none
 */
record FixedRate(
    String entrant,
    int rate,
    int round,
    long packets,
    double packetsPerSecond,
    long p50Ns,
    long p99Ns,
    long p999Ns,
    long maxNs,
    double corePercent,
    double cpuNs,
    @Nullable Double packetsPerWindow) {}
