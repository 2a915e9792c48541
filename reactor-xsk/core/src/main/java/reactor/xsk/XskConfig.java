package reactor.xsk;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.virtual.VirtualKernel;

/**
 * The settings of one sender, immutable and checked. Purpose, unit, range and default of each are
 * those of the method of {@link Builder} that has its name. {@link Builder#build()} refuses values
 * that cannot work together, and says which and why; the order in which they were set is of no
 * consequence.
 */
public final class XskConfig {

  private final Builder settings;

  private XskConfig(Builder builder) {
    settings = builder.copy();
    ConfigChecks.check(this);
  }

  /**
   * Starts from the defaults.
   *
   * @param interfaceName name of the network interface in the network namespace of the caller, for
   *     example {@code eth0}; 1 to 15 bytes
   * @return a builder
   */
  public static Builder builder(String interfaceName) {
    return new Builder(interfaceName);
  }

  /** {@return a builder that starts from these settings, for others like them} */
  public Builder toBuilder() {
    return settings.copy();
  }

  /** {@return the name of the network interface} */
  public String interfaceName() {
    return settings.interfaceName;
  }

  /** {@return the transmit queue of the interface, or the first of several} */
  public int queue() {
    return settings.queue;
  }

  /** {@return how many queues are used, from {@link #queue()} on} */
  public int queueCount() {
    return settings.queueCount;
  }

  /** {@return how packets are to leave; {@link XskMode#VIRTUAL} if there is a virtual kernel} */
  public XskMode mode() {
    boolean virtual = settings.mode == XskMode.AUTO && settings.virtualKernel != null;
    return virtual ? XskMode.VIRTUAL : settings.mode;
  }

  /** {@return the most packets in a window} */
  public int batchSize() {
    return settings.batchSize;
  }

  /** {@return the most packets in flight} */
  public int frameCount() {
    return settings.frameCount;
  }

  /** {@return the most items of one stream that wait in its hand-off queue} */
  public int prefetch() {
    Integer chosen = settings.prefetch;
    return chosen == null ? Math.max(256, 4 * settings.batchSize) : chosen;
  }

  /** {@return the bytes in a frame} */
  public int frameSize() {
    return settings.frameSize;
  }

  /** {@return whether the frames are to lie on huge pages} */
  public boolean hugePages() {
    return settings.hugePages;
  }

  /** {@return the entries of the TX ring} */
  public int txRingSize() {
    return settings.txRingSize;
  }

  /** {@return the most packets that full windows share a kick for} */
  public int kickSize() {
    return settings.kickSize;
  }

  /** {@return packets of a batch in copy mode of a patched kernel; 0: none} */
  public int kernelBatch() {
    return settings.kernelBatch;
  }

  /** {@return how long an incomplete window waits for more; zero: it does not wait} */
  public Duration linger() {
    return settings.linger;
  }

  /** {@return how long {@code close()} waits for packets in flight} */
  public Duration closeTimeout() {
    return settings.closeTimeout;
  }

  /** {@return how long the kernel may keep a frame before it counts as lost} */
  public Duration completionTimeout() {
    return settings.completionTimeout;
  }

  /** {@return what happens when frames do not come back} */
  public LossPolicy lossPolicy() {
    return settings.lossPolicy;
  }

  /** {@return what concerns {@link XskMode#BULK} only} */
  public BulkOptions bulk() {
    return settings.bulk;
  }

  /** {@return whether {@link XskMode#AUTO} may choose {@link XskMode#BULK}} */
  public boolean bulkAllowed() {
    return settings.bulk.allowed();
  }

  /** {@return the most packets between two doorbells of the device in mode BULK} */
  public int flushSize() {
    return settings.bulk.flushSize();
  }

  /** {@return whether and how a kick polls the device} */
  public BusyPollOptions busyPoll() {
    return settings.busyPoll;
  }

  /** {@return how long {@code create} tries again while the queue is busy} */
  public Duration bindTimeout() {
    return settings.bindTimeout;
  }

  /** {@return what the loop thread does without work} */
  public IdleStrategy idleStrategy() {
    return settings.idleStrategy;
  }

  /** {@return the listener that gets the report of every stream} */
  public Consumer<? super SendReport> reportListener() {
    return settings.reportListener;
  }

  /** {@return the kernel model for mode VIRTUAL, or null} */
  public @Nullable VirtualKernel virtualKernel() {
    return settings.virtualKernel;
  }

  /** {@return what is asked of device and kernel for packets} */
  public MetadataOptions metadata() {
    return settings.metadata;
  }

  /** {@return packets a second that the sender is held to; 0: no limit} */
  public long pace() {
    return settings.pace;
  }

  /** {@return bits a second that the sender is held to; 0: no limit} */
  public long paceBits() {
    return settings.paceBits;
  }

  /** {@return how much delay a paced sender makes up for} */
  public Duration paceCatchUp() {
    return settings.paceCatchUp;
  }

  /** {@return the CPUs that loop threads are bound to; empty: none} */
  public List<Integer> cpus() {
    return settings.cpus;
  }

  /** Every setting by its name: what equals, hashCode and toString go by. */
  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("interfaceName", interfaceName());
    values.put("queue", queue());
    values.put("queueCount", queueCount());
    values.put("mode", mode());
    values.put("batchSize", batchSize());
    values.put("frameCount", frameCount());
    values.put("prefetch", prefetch());
    values.put("frameSize", frameSize());
    values.put("hugePages", hugePages());
    values.put("txRingSize", txRingSize());
    values.put("kickSize", kickSize());
    values.put("kernelBatch", kernelBatch());
    values.put("linger", linger());
    values.put("closeTimeout", closeTimeout());
    values.put("completionTimeout", completionTimeout());
    values.put("lossPolicy", lossPolicy());
    values.put("bulk", bulk());
    values.put("busyPoll", busyPoll());
    values.put("bindTimeout", bindTimeout());
    values.put("idleStrategy", idleStrategy());
    values.put("reportListener", reportListener());
    values.put("virtualKernel", virtualKernel());
    values.put("metadata", metadata());
    values.put("pace", pace());
    values.put("paceBits", paceBits());
    values.put("paceCatchUp", paceCatchUp());
    values.put("cpus", cpus());
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof XskConfig that && values().equals(that.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return "XskConfig" + values();
  }

  /** Collects settings; not for use by several threads at once. */
  public static final class Builder extends RunSetters implements Cloneable {

    private Builder(String interfaceName) {
      super(interfaceName);
    }

    @Override
    Builder self() {
      return this;
    }

    private Builder copy() {
      try {
        return (Builder) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    /**
     * Checks the settings.
     *
     * @return the settings
     * @throws IllegalArgumentException if a value is out of its range; it names what is allowed
     */
    public XskConfig build() {
      return new XskConfig(this);
    }
  }
}
