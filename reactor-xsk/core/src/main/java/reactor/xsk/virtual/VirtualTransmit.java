package reactor.xsk.virtual;

/** How a {@link VirtualKernel} transmits, and so how often it rings the device's doorbell. */
public enum VirtualTransmit {

  /** As released kernels' copy mode: one packet at a time, one doorbell for each. */
  COPY,

  /** As the batch series without {@code xmit.more}: packets in groups, still one doorbell each. */
  BATCH,

  /**
   * As the batch series with {@code xmit.more}: one doorbell for each packet without <i>more</i>.
   */
  BATCH_MORE,

  /**
   * As a driver with zero-copy: packets that are taken without carrier are lost, their frames come
   * back, and no kick says so.
   */
  ZERO_COPY
}
