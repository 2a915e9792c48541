package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.LinuxCalls;

/**
 * What the kernel says of a program that somebody has loaded. It says it to CAP_SYS_ADMIN in the
 * initial user namespace only.
 *
 * @param name its name, of at most 15 bytes
 * @param userId who loaded it
 * @param linkId the link that attaches it to an interface; 0: it was attached without one, and
 *     stays until somebody detaches it
 */
public record LoadedProgram(String name, int userId, int linkId) {

  private static final int BPF_PROG_GET_FD_BY_ID = 13;
  private static final int BPF_LINK_GET_FD_BY_ID = 30;
  private static final int BPF_LINK_GET_NEXT_ID = 31;
  private static final int BPF_LINK_TYPE_XDP = 6;

  /** Up to and with the name. */
  private static final int PROGRAM_INFO_BYTES = 80;

  private static final int MOST_LINKS = 10_000;

  /** What is known of the program of this ID, or null if the kernel does not say. */
  public static @Nullable LoadedProgram find(LinuxCalls calls, int programId) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment info = scratch.allocate(PROGRAM_INFO_BYTES, Long.BYTES);
      return isRead(calls, BPF_PROG_GET_FD_BY_ID, programId, info, scratch)
          ? new LoadedProgram(
              BpfInfoAttr.programName(info),
              BpfInfoAttr.programUserId(info),
              linkOf(calls, programId, scratch))
          : null;
    }
  }

  private static int linkOf(LinuxCalls calls, int programId, Arena scratch) {
    MemorySegment next = scratch.allocate(12, Long.BYTES); // start_id, next_id, open_flags
    MemorySegment info = scratch.allocate(BpfInfoAttr.INFO_BYTES, Long.BYTES);
    for (int i = 0; i < MOST_LINKS && calls.bpf(BPF_LINK_GET_NEXT_ID, next) >= 0; i++) {
      int linkId = next.get(JAVA_INT, 4);
      if (isRead(calls, BPF_LINK_GET_FD_BY_ID, linkId, info, scratch)
          && BpfInfoAttr.type(info) == BPF_LINK_TYPE_XDP
          && BpfInfoAttr.linkProgramId(info) == programId) {
        return linkId;
      }
      next.set(JAVA_INT, 0, linkId);
    }
    return 0;
  }

  private static boolean isRead(
      LinuxCalls calls, int command, int id, MemorySegment info, Arena scratch) {
    MemorySegment byId = scratch.allocate(12, Long.BYTES); // id, next_id, open_flags
    byId.set(JAVA_INT, 0, id);
    int fd = calls.bpf(command, byId);
    if (fd < 0) {
      return false;
    }
    try {
      return calls.bpf(Bpf.BPF_OBJ_GET_INFO_BY_FD, BpfInfoAttr.of(scratch, fd, info.fill((byte) 0)))
          >= 0;
    } finally {
      calls.close(fd);
    }
  }
}
