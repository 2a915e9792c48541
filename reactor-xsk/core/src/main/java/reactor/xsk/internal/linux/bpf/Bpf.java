package reactor.xsk.internal.linux.bpf;

/** Constants of {@code linux/bpf.h} and of the headers around it, Linux 6.18. */
public final class Bpf {

  static final int BPF_MAP_CREATE = 0;
  static final int BPF_MAP_LOOKUP_ELEM = 1;
  static final int BPF_MAP_UPDATE_ELEM = 2;
  static final int BPF_PROG_LOAD = 5;
  static final int BPF_PROG_RUN = 10;
  static final int BPF_OBJ_GET_INFO_BY_FD = 15;
  static final int BPF_RAW_TRACEPOINT_OPEN = 17;
  static final int BPF_LINK_CREATE = 28;

  static final int BPF_MAP_TYPE_ARRAY = 2;
  static final int BPF_MAP_TYPE_DEVMAP = 14;

  /** The map's memory can be mapped by user space. 5.5. */
  static final int BPF_F_MMAPABLE = 1 << 10;

  static final int BPF_PROG_TYPE_XDP = 6;
  static final int BPF_PROG_TYPE_TRACING = 26;

  /** Attach types. */
  static final int BPF_TRACE_RAW_TP = 23;

  static final int BPF_XDP = 37;

  /** The program takes packets of several buffers, so that it can be attached beside any MTU. */
  static final int BPF_F_XDP_HAS_FRAGS = 1 << 5;

  /** What the program answers is done for real: frames leave. 5.18. */
  static final int BPF_F_TEST_XDP_LIVE_FRAMES = 1 << 1;

  /** Attach in the driver, or fail; linux/if_link.h. */
  static final int XDP_FLAGS_DRV_MODE = 1 << 2;

  /** The log says what the verifier knew at each instruction. */
  static final int BPF_LOG_LEVEL1 = 1;

  static final int O_RDWR = 2;
  static final int O_CLOEXEC = 0x80000;

  private Bpf() {}
}
