package reactor.xsk;

/**
 * What one sender has done since it was created: a snapshot.
 *
 * <p>At rest {@code accepted = completed + dropped + failed + discarded}. While the sender works,
 * the difference is what is in its hands, and two counters may be a window apart.
 *
 * @param accepted items taken from all sources
 * @param packets packets published in the TX ring
 * @param bytes bytes of the published packets, from the destination MAC to the last payload byte
 * @param windows windows published: each with one release-store
 * @param kicks system calls made to make the kernel look at the ring, retries included; in mode
 *     BULK several full windows may share one
 * @param kicksUnfinished kicks after which descriptors were left in the ring (EAGAIN and its like:
 *     the per-call budget, the send buffer, a full device ring)
 * @param completions frames that the kernel gave back, whatever became of the packet
 * @param completed packets whose frame came back without a drop reported
 * @param dropped packets that the kernel said it dropped (EBUSY), or that the device refused (mode
 *     BULK)
 * @param failed packets that never reached the kernel, and lost ones
 * @param discarded items accepted and not published, because their stream or the sender ended
 * @param lost of the failed: packets that the kernel took and whose frame never came back
 * @param linkWaits times the sender stopped because the interface or its carrier was down
 * @param slowdowns times the sender shrank its window and waited, because the device had refused
 *     packets (mode BULK)
 * @param rebuilds times a new socket was opened because the old one did not give frames back
 * @param inFlight frames published and not yet completed, now
 * @param freeFrames frames ready for a packet, now
 * @param openStreams streams that have not ended, now
 */
public record XskCounters(
    long accepted,
    long packets,
    long bytes,
    long windows,
    long kicks,
    long kicksUnfinished,
    long completions,
    long completed,
    long dropped,
    long failed,
    long discarded,
    long lost,
    long linkWaits,
    long slowdowns,
    long rebuilds,
    long inFlight,
    long freeFrames,
    long openStreams) {}
