package reactor.xsk.kernel.support;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs code on a thread of its own: what belongs to a thread is changed for that one only. */
final class OwnThread {

  private OwnThread() {}

  /** The result of {@code action}, or what it threw. */
  static <T> T call(String name, Callable<T> action) throws Exception {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(task, name);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
