package reactor.xsk.support;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Finds the loop threads of this JVM by their name. */
public final class LoopThreads {

  private LoopThreads() {}

  /** The loop thread of the sender on an interface, if it lives. */
  public static Optional<Thread> of(String interfaceName) {
    String name = "xsk-tx-" + interfaceName + "-";
    Thread[] threads = new Thread[Thread.activeCount() + 64];
    int count = Thread.enumerate(threads);
    return Arrays.stream(threads, 0, count)
        .filter(Objects::nonNull)
        .filter(thread -> thread.getName().startsWith(name))
        .findFirst();
  }

  /** Whether the caller is a loop thread. */
  public static boolean isCurrent() {
    return Thread.currentThread().getName().startsWith("xsk-tx-");
  }
}
