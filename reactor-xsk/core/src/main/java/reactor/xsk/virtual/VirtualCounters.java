package reactor.xsk.virtual;

/**
 * What a {@link VirtualKernel} has done, over all its sockets: a snapshot.
 *
 * @param kicks calls of sendto
 * @param packets packets transmitted
 * @param bytes bytes of the packets transmitted
 * @param doorbells times the device's doorbell was rung
 * @param dropped packets consumed and not transmitted (EBUSY)
 * @param invalid descriptors that were not valid
 * @param completions frames given back
 * @param lost frames that were to come back and were lost on purpose
 */
public record VirtualCounters(
    long kicks,
    long packets,
    long bytes,
    long doorbells,
    long dropped,
    long invalid,
    long completions,
    long lost) {}
