package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;

/**
 * The system calls of the bulk port, beside those of {@link LinuxCalls}. Each returns its result (0
 * or more) or the negated errno.
 */
public interface BpfCalls {

  /** bpf(2); the size given to the kernel is that of {@code attr}. */
  int bpf(int command, MemorySegment attr);

  /** open(2). Returns a file descriptor. */
  int open(MemorySegment path, int flags);
}
