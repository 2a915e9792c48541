package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;

/** The calls of mode BULK, which AF_XDP never makes. */
abstract class NoBpf implements LinuxCalls {

  @Override
  public int bpf(int command, MemorySegment attr) {
    throw new AssertionError("bpf");
  }

  @Override
  public int open(MemorySegment path, int flags) {
    throw new AssertionError("open");
  }
}
