package reactor.xsk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@link XskConfig.Builder} that shape the data path: queue, windows, frames, ring.
 */
abstract sealed class DataPathSetters permits RunSetters {

  final String interfaceName;
  int queue = 0;
  int queueCount = 1;
  int batchSize = 32;
  int frameCount = 2_048;
  @Nullable Integer prefetch;
  int frameSize = 2_048;
  boolean hugePages = false;
  int txRingSize = 2_048;
  int kickSize = 256;
  int kernelBatch = 0;
  Duration linger = Duration.ZERO;
  MetadataOptions metadata = MetadataOptions.none();

  DataPathSetters(String interfaceName) {
    this.interfaceName = interfaceName;
  }

  abstract XskConfig.Builder self();

  /**
   * Sets the transmit queue of the interface: {@code queues(value, 1)}.
   *
   * @param value 0 or more; default 0
   * @return this
   */
  public XskConfig.Builder queue(int value) {
    return queues(value, 1);
  }

  /**
   * Sets neighbouring transmit queues of the interface, each with a lane of its own: a socket, a
   * loop thread, and {@code frameCount} frames. Streams are spread over the lanes; see {@link
   * XskSender}. In mode BULK, which has no queues, only the number of lanes counts.
   *
   * @param first the first queue, 0 or more; default 0
   * @param count how many, 1 to 1,024; default 1
   * @return this
   */
  public XskConfig.Builder queues(int first, int count) {
    queue = first;
    queueCount = count;
    return self();
  }

  /**
   * Sets the most packets in a window.
   *
   * @param packets 1 to {@code txRingSize}; default 32
   * @return this
   */
  public XskConfig.Builder batchSize(int packets) {
    batchSize = packets;
    return self();
  }

  /**
   * Sets the number of frames, which is the most packets in flight. The UMEM, {@code frameCount ×
   * frameSize} bytes, counts against {@code ulimit -l} of users without CAP_IPC_LOCK.
   *
   * @param frames {@code batchSize} to 1,048,576; default 2,048
   * @return this
   */
  public XskConfig.Builder frameCount(int frames) {
    frameCount = frames;
    return self();
  }

  /**
   * Sets the most items that one stream is asked for ahead: they wait in a queue of the stream
   * until frames are free for them, so memory is bounded by streams × prefetch references. A
   * request is made when three quarters of the last were taken. A source with a thread of its own
   * is woken more seldom with more. A source that the loop polls itself (such as {@code
   * Flux.range(..).map(..)}) is asked for nothing ahead.
   *
   * @param items 1 to 1,048,576; default 256, or four times {@code batchSize} if that is more
   * @return this
   */
  public XskConfig.Builder prefetch(int items) {
    prefetch = items;
    return self();
  }

  /**
   * Sets the size of a frame, which bounds the length of a packet. A packet that is longer than
   * 4,096 bytes has several descriptors, up to 16 (Linux 6.6): it is published whole, and its
   * writer sees one piece of memory. Frames above 4,096 bytes go neither with mode BULK, which
   * {@code AUTO} does not choose then, nor with {@link XskConfig.Builder#metadata}.
   *
   * @param bytes a power of two from 2,048 to 65,536; default 2,048
   * @return this
   */
  public XskConfig.Builder frameSize(int bytes) {
    frameSize = bytes;
    return self();
  }

  /**
   * Lets the frames lie on huge pages of 2 MiB (mmap(2), MAP_HUGETLB), which the administrator must
   * have set aside ({@code vm.nr_hugepages}). Where too few are free, ordinary pages are taken and
   * a warning is logged; {@link XskLane#grants()} has the result. Of no meaning in modes BULK and
   * VIRTUAL.
   *
   * @param value true for huge pages; default false
   * @return this
   */
  public XskConfig.Builder hugePages(boolean value) {
    hugePages = value;
    return self();
  }

  /**
   * Sets the size of the TX ring.
   *
   * @param entries a power of two from 2 to 32,768; default 2,048
   * @return this
   */
  public XskConfig.Builder txRingSize(int entries) {
    txRingSize = entries;
    return self();
  }

  /**
   * Sets how many packets full windows may share a kick for in copy mode, while more is waiting. No
   * packet waits for one that is not there yet: a window that is not full, or that is followed by
   * nothing, has its kick at once. A kernel before 6.17 takes 32 packets with one kick at most.
   *
   * @param packets 1 to 32,768; default 256. Below twice {@code batchSize} each window has a kick
   *     of its own
   * @return this
   */
  public XskConfig.Builder kickSize(int packets) {
    kickSize = packets;
    return self();
  }

  /**
   * Asks a patched kernel to transmit in batches in copy mode, with one doorbell of the device for
   * each: XDP_GENERIC_XMIT_BATCH of the series "xsk: batch xmit in copy mode", which no released
   * kernel has. The number of that option is not reserved. So {@code create} sets it only where the
   * kernel's types (/sys/kernel/btf/vmlinux) prove that it has it, and fails otherwise; and only if
   * the device's ring has room for all packets in flight, because such a kernel drops what finds no
   * room and says that it was completed: {@code frameCount} must be small then.
   *
   * @param packets 1 to the packets that a kick takes ({@code kickSize} or {@code batchSize}, the
   *     larger; at least 32, at most {@code txRingSize}); 0 (the default) for none. Of no meaning
   *     in zero-copy and in mode BULK
   * @return this
   */
  public XskConfig.Builder kernelBatch(int packets) {
    kernelBatch = packets;
    return self();
  }

  /**
   * Lets an incomplete window wait for more packets: fewer, fuller windows for a bounded delay.
   *
   * @param longest 0 (the default: never wait) to 1 s
   * @return this
   */
  public XskConfig.Builder linger(Duration longest) {
    linger = longest;
    return self();
  }

  /**
   * Sets what is asked of device and kernel for packets: checksums, transmit and launch times. Not
   * in mode BULK, which {@code AUTO} does not choose then.
   *
   * @param options default {@link MetadataOptions#none()}
   * @return this
   */
  public XskConfig.Builder metadata(MetadataOptions options) {
    metadata = options;
    return self();
  }
}
