package reactor.xsk.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much packet memory the kernel lets this process have: {@code ulimit -l}. */
final class LockedMemory {

  private static final int FRAME_BYTES = 2_048;

  private LockedMemory() {}

  /** The wanted number of frames, or fewer where the limit is low, but never fewer than least. */
  static int framesWithin(int wanted, int least) {
    return Math.clamp(limitBytes() / FRAME_BYTES, least, wanted);
  }

  /** {@code Max locked memory 8388608 8388608 bytes}. */
  private static long limitBytes() {
    try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
      return lines
          .filter(line -> line.startsWith("Max locked memory"))
          .map(line -> line.split("\\s{2,}")[1])
          .filter(limit -> !limit.equals("unlimited"))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      return Long.MAX_VALUE; // not Linux, or no /proc: then the kernel will say what it thinks
    }
  }
}
