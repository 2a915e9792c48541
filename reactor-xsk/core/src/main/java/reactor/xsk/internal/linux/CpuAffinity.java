package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Binds the calling thread to a CPU: sched_setaffinity(2). */
public final class CpuAffinity {

  /** CPUs of a {@code cpu_set_t}: CPU_SETSIZE, sched.h. */
  public static final int CPU_LIMIT = 1_024;

  private CpuAffinity() {}

  /**
   * Binds the calling thread, and threads that it starts, to one CPU.
   *
   * @throws reactor.xsk.XskException if the kernel refuses
   */
  public static void pin(LinuxCalls calls, int cpu) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment mask = scratch.allocate(CPU_LIMIT / Byte.SIZE, Long.BYTES);
      int word = cpu / Long.SIZE;
      mask.setAtIndex(ValueLayout.JAVA_LONG, word, 1L << (cpu % Long.SIZE));
      Operation.PIN_THREAD.check(calls.schedSetAffinity(mask), "cpu=" + cpu);
    }
  }
}
