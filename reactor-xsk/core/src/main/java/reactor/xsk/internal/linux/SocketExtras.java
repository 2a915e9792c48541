package reactor.xsk.internal.linux;

/**
 * What a socket is asked for beside what every socket needs.
 *
 * @param kernelBatch packets of a batch in copy mode of a kernel with the series; 0 for none
 * @param busyPollMicros how long a kick polls the device; 0 for not at all
 * @param busyPollBudget packets of a poll, with polling preferred to interrupts; 0 for neither
 * @param hugePages whether the UMEM is to lie on huge pages
 * @param metadata what packets carry beside their bytes
 */
public record SocketExtras(
    int kernelBatch,
    int busyPollMicros,
    int busyPollBudget,
    boolean hugePages,
    MetadataPlan metadata) {

  /** Nothing. */
  public static final SocketExtras NONE = new SocketExtras(0, 0, 0, false, MetadataPlan.NONE);
}
