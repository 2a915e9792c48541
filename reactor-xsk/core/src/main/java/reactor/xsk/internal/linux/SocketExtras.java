package reactor.xsk.internal.linux;

/**
 * What a socket is asked for beside what every socket needs.
 *
 * @param kernelBatch packets of a batch in copy mode of a kernel with the series; 0 for none
 * @param metadata what packets carry beside their bytes
 */
public record SocketExtras(int kernelBatch, MetadataPlan metadata) {

  /** Nothing. */
  public static final SocketExtras NONE = new SocketExtras(0);

  /** A batch and no metadata. */
  public SocketExtras(int kernelBatch) {
    this(kernelBatch, MetadataPlan.NONE);
  }
}
