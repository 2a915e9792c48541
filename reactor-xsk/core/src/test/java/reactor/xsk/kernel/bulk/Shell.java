package reactor.xsk.kernel.bulk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Runs commands of the system in the network namespace of the test. */
final class Shell {

  private Shell() {}

  /** Runs a line to its end and returns what it printed; a status other than 0 is an error. */
  static String run(String line) {
    try {
      Process process = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(line + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What {@code ip} says of the XDP program of an interface; empty if there is none. */
  static String xdpProgram(String interfaceName) {
    return run("ip -d link show dev " + interfaceName + " | grep -o 'prog/xdp id [0-9]*' || true");
  }

  /** Gives the peer's receiver a thread of its own, which runs when the scheduler lets it. */
  static void threadNapi(String interfaceName) {
    run(
        "dir=$(mktemp -d) && unshare -m sh -c \"mount -t sysfs sysfs $dir"
            + " && echo 1 > $dir/class/net/"
            + interfaceName
            + "/threaded\" && rmdir $dir");
  }
}
