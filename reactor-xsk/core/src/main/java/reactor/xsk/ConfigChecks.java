package reactor.xsk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.virtual.VirtualKernel;

/**
 * The checks of {@link XskConfig}: each message names the option, its value and what is allowed.
 */
final class ConfigChecks {

  /** Bytes of an interface name, without the terminating zero: IFNAMSIZ - 1, linux/if.h. */
  private static final int INTERFACE_NAME_MAX_BYTES = 15;

  private ConfigChecks() {}

  static void check(
      String interfaceName,
      int queue,
      XskMode mode,
      int batchSize,
      int frameCount,
      int frameSize,
      int txRingSize,
      @Nullable VirtualKernel virtualKernel) {
    Objects.requireNonNull(mode, "mode");
    int nameBytes =
        Objects.requireNonNull(interfaceName, "interfaceName")
            .getBytes(StandardCharsets.UTF_8)
            .length;
    require(
        nameBytes >= 1 && nameBytes <= INTERFACE_NAME_MAX_BYTES && interfaceName.indexOf(0) < 0,
        "interfaceName must have 1 to 15 bytes: interfaceName=" + interfaceName);
    require(queue >= 0, "queue must be 0 or more: queue=" + queue);
    require(
        isPowerOfTwo(txRingSize) && txRingSize >= 2 && txRingSize <= 32_768,
        "txRingSize must be a power of two from 2 to 32768: txRingSize=" + txRingSize);
    require(
        batchSize >= 1 && batchSize <= txRingSize,
        "batchSize must be from 1 to txRingSize, so that a window fits into the ring: batchSize=%d, txRingSize=%d"
            .formatted(batchSize, txRingSize));
    require(
        frameCount >= batchSize && frameCount <= 1 << 20,
        "frameCount must be from batchSize to 1048576, so that a window finds frames: frameCount=%d, batchSize=%d"
            .formatted(frameCount, batchSize));
    require(
        frameSize == 2_048 || frameSize == 4_096,
        "frameSize must be 2048 or 4096, the sizes the kernel takes in aligned mode: frameSize="
            + frameSize);
    require(
        virtualKernel == null || mode == XskMode.VIRTUAL,
        "virtualKernel goes with mode VIRTUAL only: mode=" + mode);
  }

  static void checkFlushSize(int flushSize) {
    require(
        flushSize >= 1 && flushSize <= 256,
        "flushSize must be from 1 to 256, the most that the kernel takes: flushSize=" + flushSize);
  }

  static void checkPolicies(
      LossPolicy lossPolicy, IdleStrategy idleStrategy, Consumer<?> reportListener) {
    Objects.requireNonNull(lossPolicy, "lossPolicy");
    Objects.requireNonNull(idleStrategy, "idleStrategy");
    Objects.requireNonNull(reportListener, "reportListener");
  }

  static void checkTimes(
      Duration linger, Duration closeTimeout, Duration completionTimeout, Duration bindTimeout) {
    range("linger", linger, Duration.ZERO, Duration.ofSeconds(1));
    range("closeTimeout", closeTimeout, Duration.ZERO, Duration.ofHours(1));
    range("completionTimeout", completionTimeout, Duration.ofMillis(10), Duration.ofHours(1));
    range("bindTimeout", bindTimeout, Duration.ZERO, Duration.ofMinutes(1));
  }

  private static void range(String option, Duration value, Duration least, Duration most) {
    Objects.requireNonNull(value, option);
    require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        "%s must be from %s to %s: %s=%s".formatted(option, least, most, option, value));
  }

  private static boolean isPowerOfTwo(int value) {
    return Integer.bitCount(value) == 1 && value > 0;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
