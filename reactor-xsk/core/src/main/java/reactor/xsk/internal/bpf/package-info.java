/**
 * The programs of the bulk port, and what is needed to write and run them: an assembler ({@link
 * reactor.xsk.internal.bpf.BpfAssembler}), the kernel's types ({@link
 * reactor.xsk.internal.linux.Btf}), the memory that programs and Java share ({@link
 * reactor.xsk.internal.bpf.CallLayout}). A <i>call</i> is one {@code bpf(BPF_PROG_RUN)}, or several
 * where the first did not come to all of its packets: those of a window of the loop, or of several
 * full ones.
 *
 * <p>{@link reactor.xsk.internal.bpf.TransmitProgram} sends the packets, one in each run; {@link
 * reactor.xsk.internal.bpf.OfferedProgram} and {@link reactor.xsk.internal.bpf.RefusedProgram}
 * record what became of them. {@link reactor.xsk.internal.bpf.BulkDevice} opens it all.
 *
 * <p>Everything here belongs to the thread that opened it.
 */
@NullMarked
package reactor.xsk.internal.bpf;

import org.jspecify.annotations.NullMarked;
