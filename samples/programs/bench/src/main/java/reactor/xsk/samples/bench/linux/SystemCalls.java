package reactor.xsk.samples.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** Counts the system calls of another process, at the tracepoint of their entry. */
public final class SystemCalls {

  private static final VarHandle VALUE = JAVA_LONG.varHandle();

  private final MemorySegment values;
  private final int program;

  private SystemCalls(MemorySegment values, int program) {
    this.values = values;
    this.program = program;
  }

  /** Loads the program that counts; only root may. */
  public static SystemCalls load() throws IOException {
    int map = Bpf.createArray(2 * Long.BYTES);
    int program = Bpf.load(Bpf.RAW_TRACEPOINT, BpfCode.countOfProcess(map));
    return new SystemCalls(Libc.mmap(map, 2 * Long.BYTES), program);
  }

  /** Something that takes time. */
  @FunctionalInterface
  public interface Interval {
    /** Waits. */
    void pass() throws IOException;
  }

  /** The system calls of {@code pid} while {@code interval} passes. It slows all calls a little. */
  public long during(long pid, Interval interval) throws IOException {
    VALUE.setVolatile(values, (long) Long.BYTES, pid);
    long before = (long) VALUE.getVolatile(values, 0L);
    int attached = Bpf.attachTracepoint(program, "sys_enter");
    try {
      interval.pass();
    } finally {
      Libc.close(attached);
    }
    return (long) VALUE.getVolatile(values, 0L) - before;
  }
}
