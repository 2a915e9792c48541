package reactor.xsk.internal.linux;

/**
 * What a socket is asked for beside what every socket needs.
 *
 * @param kernelBatch packets of a batch in copy mode of a kernel with the series; 0 for none
 */
public record SocketExtras(int kernelBatch) {

  /** Nothing. */
  public static final SocketExtras NONE = new SocketExtras(0);
}
