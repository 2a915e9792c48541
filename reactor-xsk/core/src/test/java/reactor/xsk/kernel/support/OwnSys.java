package reactor.xsk.kernel.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs code on a thread whose /sys is that of the network namespace of the tests. */
public final class OwnSys {

  private OwnSys() {}

  /** The result of {@code action}, or what it threw. Threads that it starts see that /sys too. */
  public static <T> T with(Callable<T> action) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              Libc.unshareMounts();
              Command.run("mount", "--make-rprivate", "/");
              Command.run("mount", "-t", "sysfs", "none", "/sys");
              return action.call();
            });
    Thread thread = new Thread(task, "own sys");
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

  /** A setting of an interface, on such a thread. */
  public static String setting(String interfaceName, String name) throws Exception {
    return Files.readString(Path.of("/sys/class/net", interfaceName, name)).strip();
  }
}
