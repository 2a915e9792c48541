/**
 * bpf(2), and what mode BULK needs beside it: maps, programs, attachments, runs over live frames,
 * and a tap device of our own. {@link reactor.xsk.internal.linux.bpf.LinuxBpf} is the way in; there
 * is one file per C struct, with the C text.
 *
 * <p>What the programs do is in {@link reactor.xsk.internal.bpf}. Everything here belongs to the
 * thread that opened it.
 */
@NullMarked
package reactor.xsk.internal.linux.bpf;

import org.jspecify.annotations.NullMarked;
