package reactor.xsk.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.bpf.LoadedProgram;

/** The XDP program of an interface: what it is called, what keeps it there, and who holds that. */
final class AttachedProgram {

  private AttachedProgram() {}

  static String describe(LinuxCalls calls, int programId) {
    return describe(
        programId, LoadedProgram.find(calls, programId), ProcFiles.holdersOf(programId));
  }

  static String describe(int programId, @Nullable LoadedProgram program, List<String> holders) {
    String id = "id " + programId;
    String held = holders.isEmpty() ? "" : ", held by " + String.join(", ", holders);
    return program == null
        ? id + held + " (its name: bpftool prog show id %d, as root)".formatted(programId)
        : "%s, %s of user %d, %s%s"
            .formatted(
                id,
                program.name(),
                Integer.toUnsignedLong(program.userId()),
                program.linkId() == 0
                    ? "attached until somebody detaches it"
                    : "attached by link " + program.linkId(),
                held);
  }
}
