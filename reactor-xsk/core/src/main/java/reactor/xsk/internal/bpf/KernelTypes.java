package reactor.xsk.internal.bpf;

import reactor.xsk.internal.linux.Btf;

/**
 * What the programs must know of the types of the running kernel.
 *
 * @param offeredId BTF type of the tracepoint xdp:xdp_devmap_xmit
 * @param refusedId BTF type of the tracepoint xdp:xdp_redirect_err
 * @param ifindexOffset bytes from the start of a net_device to its index
 * @param maxFrameBytes the longest frame of a run
 * @param knowsFeatures whether the kernel knows which interfaces take frames of XDP (Linux 6.3)
 */
record KernelTypes(
    int offeredId, int refusedId, int ifindexOffset, int maxFrameBytes, boolean knowsFeatures) {

  /** A run's frame lies in one page of 4,096 bytes, whatever the machine's pages are. */
  private static final int PAGE_BYTES = 4_096;

  /** {@code XDP_PACKET_HEADROOM}. */
  private static final int HEADROOM_BYTES = 256;

  /** {@code SMP_CACHE_BYTES} of x86-64 and arm64. */
  private static final int CACHE_LINE_BYTES = 64;

  /** What the kernel keeps in the page beside the frame: before its headroom, and behind it. */
  private static final String PAGE_HEAD = "xdp_page_head";

  private static final String TAIL = "skb_shared_info";

  /** Where an interface says whether it takes frames of XDP. */
  private static final String FEATURES = "xdp_features";

  /** Reads them from the kernel, or throws. */
  static KernelTypes ofRunningKernel() {
    String hint =
        "mode BULK needs a kernel with CONFIG_DEBUG_INFO_BTF, and /sys mounted: use mode COPY";
    Btf types = Btf.ofRunningKernel(hint);
    try {
      return of(types);
    } catch (IllegalArgumentException e) {
      throw Btf.unreadable(e, hint);
    }
  }

  /**
   * Reads them from types.
   *
   * @throws IllegalArgumentException if one is missing
   */
  static KernelTypes of(Btf btf) {
    return new KernelTypes(
        btf.typedefId(OfferedProgram.TRACEPOINT),
        btf.typedefId(RefusedProgram.TRACEPOINT),
        btf.memberOffsetBytes("net_device", "ifindex"),
        maxFrameBytes(btf.sizeBytes(PAGE_HEAD), btf.sizeBytes(TAIL)),
        btf.hasMember("net_device", FEATURES));
  }

  /** 3,408 as a rule; 3,368 before Linux 6.3, and less with CONFIG_MAX_SKB_FRAGS above 17. */
  static int maxFrameBytes(int pageHeadBytes, int tailBytes) {
    int tail = (tailBytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
    return PAGE_BYTES - pageHeadBytes - HEADROOM_BYTES - tail;
  }
}
