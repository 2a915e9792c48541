package reactor.xsk.virtual;

/**
 * One descriptor that a {@link VirtualKernel} took, in the order of taking.
 *
 * @param kick number of the kick that took it, from 1
 * @param umemAddress its UMEM address
 * @param lengthBytes its length
 * @param more whether it carried <i>more</i>
 * @param doorbell whether the device's doorbell was rung for it
 */
public record VirtualDescriptor(
    long kick, long umemAddress, int lengthBytes, boolean more, boolean doorbell) {}
