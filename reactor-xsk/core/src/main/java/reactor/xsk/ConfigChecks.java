package reactor.xsk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * The checks of {@link XskConfig}: each message names the option, its value and what is allowed.
 */
final class ConfigChecks {

  /** Bytes of an interface name, without the terminating zero: IFNAMSIZ - 1, linux/if.h. */
  private static final int INTERFACE_NAME_MAX_BYTES = 15;

  /** What one descriptor can name: a page of the smallest machine. */
  private static final int CHUNK_BYTES = 4_096;

  private ConfigChecks() {}

  static void check(XskConfig config) {
    checkInterfaceName(config.interfaceName());
    checkMode(config);
    checkSizes(config);
    range("linger", config.linger(), Duration.ZERO, Duration.ofSeconds(1));
    range("closeTimeout", config.closeTimeout(), Duration.ZERO, Duration.ofHours(1));
    range(
        "completionTimeout",
        config.completionTimeout(),
        Duration.ofMillis(10),
        Duration.ofHours(1));
    range("bindTimeout", config.bindTimeout(), Duration.ZERO, Duration.ofMinutes(1));
    range("paceCatchUp", config.paceCatchUp(), Duration.ZERO, Duration.ofSeconds(1));
    checkPace("pace", config.pace(), 1_000_000_000L, config.queueCount());
    checkPace("paceBits", config.paceBits(), 1_000_000_000_000L, config.queueCount());
    require(
        config.cpus().stream().allMatch(cpu -> cpu >= 0 && cpu < 1_024),
        "cpus must be from 0 to 1023: cpus=" + config.cpus());
    checkMetadata(config);
    Objects.requireNonNull(config.bulk(), "bulk");
    Objects.requireNonNull(config.busyPoll(), "busyPoll");
    Objects.requireNonNull(config.lossPolicy(), "lossPolicy");
    Objects.requireNonNull(config.idleStrategy(), "idleStrategy");
    Objects.requireNonNull(config.reportListener(), "reportListener");
  }

  static void checkBulk(BulkOptions bulk) {
    require(
        bulk.flushSize() >= 1 && bulk.flushSize() <= 256,
        "flushSize must be from 1 to 256, the most that the kernel takes: flushSize="
            + bulk.flushSize());
  }

  private static void checkMetadata(XskConfig config) {
    MetadataOptions metadata = Objects.requireNonNull(config.metadata(), "metadata");
    boolean inKernel = metadata.checksums() == ChecksumOffload.KERNEL;
    require(
        config.mode() != XskMode.BULK || !metadata.isAny(),
        "mode BULK has no metadata: metadata=" + metadata);
    require(
        config.mode() != XskMode.ZERO_COPY || !inKernel,
        "checksums by the KERNEL go with copy mode only: mode=ZERO_COPY");
    require(
        !metadata.launchTimes() || (config.mode() != XskMode.COPY && !inKernel),
        "launchTimes go with zero-copy only: mode=%s, metadata=%s"
            .formatted(config.mode(), metadata));
  }

  static void checkBusyPoll(BusyPollOptions options) {
    Duration second = Duration.ofSeconds(1);
    range("longest", options.longest(), Duration.ZERO, second);
    require(
        options.longest().toNanos() % 1_000 == 0,
        "longest must be in whole microseconds: longest=" + options.longest());
    require(
        options.preferredPackets() >= 0 && options.preferredPackets() <= 65_535,
        "preferred must be from 1 to 65535: preferred=" + options.preferredPackets());
    require(
        options.napiDeferrals() >= 0 && options.napiDeferrals() <= 10_000,
        "napi must defer 1 to 10000 times: deferrals=" + options.napiDeferrals());
    Duration least = options.napiDeferrals() == 0 ? Duration.ZERO : Duration.ofNanos(1_000);
    range("timeout", options.napiTimeout(), least, second);
  }

  private static void checkPace(String option, long rate, long most, int lanes) {
    require(
        rate == 0 || (rate >= lanes && rate <= most),
        "%s must be 0, or from 1 a lane to %d: %s=%d, queueCount=%d"
            .formatted(option, most, option, rate, lanes));
  }

  private static void checkInterfaceName(String name) {
    int nameBytes =
        Objects.requireNonNull(name, "interfaceName").getBytes(StandardCharsets.UTF_8).length;
    require(
        nameBytes >= 1 && nameBytes <= INTERFACE_NAME_MAX_BYTES && name.indexOf(0) < 0,
        "interfaceName must have 1 to 15 bytes: interfaceName=" + name);
  }

  private static void checkMode(XskConfig config) {
    XskMode mode = Objects.requireNonNull(config.mode(), "mode");
    require(
        config.virtualKernel() == null || mode == XskMode.VIRTUAL,
        "virtualKernel goes with mode AUTO or VIRTUAL only: mode=" + mode);
  }

  private static void checkSizes(XskConfig config) {
    int batchSize = config.batchSize();
    int frameCount = config.frameCount();
    int frameSize = config.frameSize();
    int txRingSize = config.txRingSize();
    require(config.queue() >= 0, "queue must be 0 or more: queue=" + config.queue());
    require(
        config.queueCount() >= 1 && config.queueCount() <= 1_024,
        "queueCount must be from 1 to 1024: queueCount=" + config.queueCount());
    require(
        config.queue() <= Integer.MAX_VALUE - config.queueCount() + 1,
        "the last queue must be a number of 31 bits: queue=%d, queueCount=%d"
            .formatted(config.queue(), config.queueCount()));
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
    int prefetch = config.prefetch();
    require(
        prefetch >= 1 && prefetch <= 1 << 20,
        "prefetch must be from 1 to 1048576: prefetch=" + prefetch);
    require(
        config.kickSize() >= 1 && config.kickSize() <= 32_768,
        "kickSize must be from 1 to 32768: kickSize=" + config.kickSize());
    int budget = Math.max(32, Math.min(txRingSize, Math.max(batchSize, config.kickSize())));
    require(
        config.kernelBatch() >= 0 && config.kernelBatch() <= budget,
        "kernelBatch must be from 0 to %d, the packets that a kick takes: kernelBatch=%d"
            .formatted(budget, config.kernelBatch()));
    require(
        isPowerOfTwo(frameSize) && frameSize >= 2_048 && frameSize <= 65_536,
        "frameSize must be a power of two from 2048 to 65536: frameSize=" + frameSize);
    checkChains(config, Math.max(1, frameSize / CHUNK_BYTES));
  }

  /** A packet that is longer than a chunk has several descriptors. */
  private static void checkChains(XskConfig config, int chunks) {
    require(
        config.batchSize() * chunks <= config.txRingSize(),
        "txRingSize must be at least batchSize × frameSize / 4096: txRingSize=%d, batchSize=%d, frameSize=%d"
            .formatted(config.txRingSize(), config.batchSize(), config.frameSize()));
    require(
        config.frameCount() <= (1 << 20) / chunks,
        "frameCount × frameSize must be at most 4 GiB: frameCount=%d, frameSize=%d"
            .formatted(config.frameCount(), config.frameSize()));
    require(
        config.kernelBatch() == 0 || config.kernelBatch() >= chunks,
        "kernelBatch must be at least the %d descriptors of a packet: kernelBatch=%d, frameSize=%d"
            .formatted(chunks, config.kernelBatch(), config.frameSize()));
    require(
        chunks == 1 || (config.mode() != XskMode.BULK && !config.metadata().isAny()),
        "a frameSize above 4096 goes neither with mode BULK nor with metadata: frameSize=%d, mode=%s, metadata=%s"
            .formatted(config.frameSize(), config.mode(), config.metadata()));
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
