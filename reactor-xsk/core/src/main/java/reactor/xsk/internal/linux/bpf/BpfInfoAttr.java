package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What BPF_OBJ_GET_INFO_BY_FD takes, linux/bpf.h, and the parts of its answers that the library
 * reads.
 *
 * <pre>{@code
 * union bpf_attr { struct {
 *     __u32 bpf_fd;        //  0
 *     __u32 info_len;      //  4
 *     __aligned_u64 info;  //  8
 * } info; };               // 16
 *
 * struct bpf_map_info {    struct bpf_link_info {
 *     __u32 type;  // 0        __u32 type;                         //  0
 *     __u32 id;    // 4        __u32 id;                           //  4
 * };                           __u32 prog_id;                      //  8
 *                              struct { __u32 ifindex; } xdp;      // 16
 *                          };                                      // 20, and more
 * struct bpf_prog_info {
 *     __u32 type, id;            //  0
 *     __u32 created_by_uid;      // 48
 *     char name[16];             // 64
 * };                             // 80, and more
 * }</pre>
 */
final class BpfInfoAttr {

  static final long SIZE_BYTES = 16;

  /** As much of an answer as is read; the kernel writes no more than it is given room for. */
  static final long INFO_BYTES = 24;

  private BpfInfoAttr() {}

  static MemorySegment of(Arena arena, int fd, MemorySegment info) {
    MemorySegment attr = arena.allocate(SIZE_BYTES, Long.BYTES);
    attr.set(JAVA_INT, 0, fd);
    attr.set(JAVA_INT, 4, (int) info.byteSize());
    attr.set(ADDRESS, 8, info);
    return attr;
  }

  static int type(MemorySegment info) {
    return info.get(JAVA_INT, 0);
  }

  static int linkProgramId(MemorySegment info) {
    return info.get(JAVA_INT, 8);
  }

  static int programUserId(MemorySegment info) {
    return info.get(JAVA_INT, 48);
  }

  static String programName(MemorySegment info) {
    return info.getString(64);
  }

  static int mapId(MemorySegment info) {
    return info.get(JAVA_INT, 4);
  }

  /** The interface that a link attaches a program to; 0 once it is detached. */
  static int xdpInterfaceIndex(MemorySegment info) {
    return info.get(JAVA_INT, 16);
  }
}
