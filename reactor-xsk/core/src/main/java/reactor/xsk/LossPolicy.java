package reactor.xsk;

/**
 * What a sender does when the kernel does not give frames back ({@link XskCompletionException}).
 */
public enum LossPolicy {

  /** The sender fails, and with it every open stream; each error carries the stream's account. */
  FAIL,

  /**
   * The sender opens a new socket with new rings and a new UMEM, and carries on with everything not
   * yet published. What the old socket had taken and not given back counts as lost, what it had not
   * taken as failed. No frame of the old UMEM is used again, because the old kernel side may still
   * read it. If the new socket cannot be opened, the sender fails.
   */
  REBUILD
}
