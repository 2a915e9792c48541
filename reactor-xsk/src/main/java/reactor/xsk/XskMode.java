package reactor.xsk;

/** How packets leave: what is asked for in {@link XskConfig#mode()}, and what was granted. */
public enum XskMode {

  /**
   * The best that the kernel grants: it tries zero-copy and falls back to copy mode by itself. What
   * it granted is {@link XskSender#mode()}. Never {@link #VIRTUAL}: packets that go nowhere have to
   * be asked for.
   */
  AUTO,

  /** AF_XDP copy mode: works on every network device. */
  COPY,

  /**
   * AF_XDP zero-copy: needs support in the driver; {@code create} fails without. Most drivers that
   * have it also refuse kicks unless an XDP program is attached to the device.
   */
  ZERO_COPY,

  /**
   * {@code xmit.more} on kernels without batch transmit, through {@code BPF_PROG_RUN}. Not in this
   * version: {@code create} refuses it.
   */
  BULK,

  /** The same sender over a model of the kernel, in memory: see {@link reactor.xsk.virtual}. */
  VIRTUAL
}
