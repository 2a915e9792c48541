package reactor.xsk.samples.bench;

/**
 * What one run at a fixed rate showed: from onNext (in C: from before the packet is written) to the
 * arrival at the far end.
 *
 * @param entrant id of the entrant
 * @param rate packets in a second
 * @param round number of the round, from 1
 * @param packets packets that arrived
 * @param p50Ns half of them took at most so long
 * @param p99Ns 99 % of them
 * @param p999Ns 99.9 % of them
 * @param maxNs all of them
 */
record Latency(
    String entrant,
    int rate,
    int round,
    long packets,
    long p50Ns,
    long p99Ns,
    long p999Ns,
    long maxNs) {}
