package reactor.xsk.kernel.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Runs code on a thread whose /sys is that of the network namespace of the tests. */
public final class OwnSys {

  private OwnSys() {}

  /** The result of {@code action}, or what it threw. Threads that it starts see that /sys too. */
  public static <T> T with(Callable<T> action) throws Exception {
    return OwnThread.call(
        "own sys",
        () -> {
          Libc.unshareMounts();
          Command.run("mount", "--make-rprivate", "/");
          Command.run("mount", "-t", "sysfs", "none", "/sys");
          return action.call();
        });
  }

  /** A setting of an interface, on such a thread. */
  public static String setting(String interfaceName, String name) throws Exception {
    return Files.readString(Path.of("/sys/class/net", interfaceName, name)).strip();
  }
}
