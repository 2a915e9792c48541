package reactor.xsk.internal.bpf;

/** The functions of the kernel that the programs call, by their numbers in linux/bpf.h. */
enum Helper {
  /** {@code void *bpf_map_lookup_elem(map, &key)}. */
  MAP_LOOKUP_ELEM(1),
  /** {@code u32 bpf_get_smp_processor_id()}. */
  GET_SMP_PROCESSOR_ID(8),
  /** {@code long bpf_redirect_map(map, key, flags)}; XDP_REDIRECT, or flags without an entry. */
  REDIRECT_MAP(51),
  /** {@code long bpf_xdp_adjust_tail(ctx, delta)}. */
  XDP_ADJUST_TAIL(65),
  /** {@code long bpf_xdp_store_bytes(ctx, offset, buf, len)}. 5.18. */
  XDP_STORE_BYTES(190);

  private final int number;

  Helper(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
