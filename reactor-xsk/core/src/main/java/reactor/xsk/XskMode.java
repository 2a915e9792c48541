package reactor.xsk;

/** How packets leave: what is asked for in {@link XskConfig#mode()}, and what was granted. */
public enum XskMode {

  /**
   * The best that the kernel grants: zero-copy, else {@link #BULK} if {@link BulkOptions#allowed()}
   * and it can be had, else copy mode. What was granted is {@link XskSender#mode()}. Never {@link
   * #VIRTUAL}: packets that go nowhere have to be asked for.
   */
  AUTO,

  /** AF_XDP copy mode: works on every network device. */
  COPY,

  /**
   * AF_XDP zero-copy: needs support in the driver; {@code create} fails without. Most drivers that
   * have it also refuse kicks unless an XDP program is attached to the interface. Where that is so,
   * and none is, the sender attaches one that passes on all that is received, for which it needs
   * CAP_BPF and CAP_NET_ADMIN in the initial user namespace; it goes with the sender, or with the
   * process. Under {@link #AUTO} a sender that may not attach one uses copy mode instead.
   */
  ZERO_COPY,

  /**
   * {@code xmit.more} on kernels without batch transmit: a window, or several full ones, go to the
   * driver with one {@code bpf(BPF_PROG_RUN)}. Needs Linux 5.18, CAP_BPF, CAP_PERFMON and
   * CAP_NET_ADMIN in the initial user namespace, and a driver that takes frames of XDP; {@code
   * create} fails without, and {@link XskSupport#bulkUnavailabilityCause} says why. The device does
   * not push back: what it refuses is dropped, counted and reported. {@code queue} and {@code
   * txRingSize} mean nothing here, and packets are of at most 3,408 bytes.
   */
  BULK,

  /** The same sender over a model of the kernel, in memory: see {@link reactor.xsk.virtual}. */
  VIRTUAL
}
