package reactor.xsk.samples.bench.linux;

import java.io.IOException;

/** Lets a process stand still, and go on. */
public final class JobControl {

  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private JobControl() {}

  /** All threads of the process stop, as soon as they are not inside the kernel. */
  public static void stop(long pid) throws IOException {
    Libc.kill(pid, SIGSTOP);
  }

  /** They go on. */
  public static void goOn(long pid) throws IOException {
    Libc.kill(pid, SIGCONT);
  }
}
