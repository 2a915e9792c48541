package reactor.xsk;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.virtual.VirtualKernel;

/**
 * The settings of one sender, immutable and checked: {@link Builder#build()} refuses values that
 * cannot work, and says which and why.
 *
 * @param interfaceName name of the network interface in the network namespace of the caller
 * @param queue transmit queue of the interface; 0 or more, default 0
 * @param mode how packets are to leave; default {@link XskMode#AUTO}
 * @param batchSize most packets in a window; 1 to {@code txRingSize}, default 32
 * @param frameCount most packets in flight; {@code batchSize} to 1,048,576, default 2,048
 * @param frameSize bytes in a frame; 2,048 or 4,096, default 2,048
 * @param txRingSize entries of the TX ring; a power of two from 2 to 32,768, default 2,048
 * @param linger how long an incomplete window waits for more; 0 to 1 s, default 0: it goes
 * @param closeTimeout how long {@code close()} waits for packets in flight; 0 to 1 h, default 5 s
 * @param completionTimeout how long the kernel may keep a frame before it counts as lost; 10 ms to
 *     1 h, default 10 s
 * @param lossPolicy what to do when frames do not come back; default {@link LossPolicy#FAIL}
 * @param bulkAllowed whether {@link XskMode#AUTO} may choose {@link XskMode#BULK}; default false
 * @param flushSize packets between two doorbells of the device in mode BULK; 1 to 256, default 64
 * @param bindTimeout how long {@code create} tries again while the queue is busy or memory cannot
 *     be locked, as for a moment after another socket was closed; 0 to 1 min, default 1 s
 * @param idleStrategy what the loop thread does without work; default: it backs off
 * @param reportListener hears the account of every stream once, however it ended, also of cancelled
 *     and refused ones; on the loop thread (a refused one: or its subscriber's); default none
 * @param virtualKernel the kernel model for mode VIRTUAL; null otherwise, and for a default one
 */
public record XskConfig(
    String interfaceName,
    int queue,
    XskMode mode,
    int batchSize,
    int frameCount,
    int frameSize,
    int txRingSize,
    Duration linger,
    Duration closeTimeout,
    Duration completionTimeout,
    LossPolicy lossPolicy,
    boolean bulkAllowed,
    int flushSize,
    Duration bindTimeout,
    IdleStrategy idleStrategy,
    Consumer<? super SendReport> reportListener,
    @Nullable VirtualKernel virtualKernel) {

  /** Checks ranges and cross constraints. */
  public XskConfig {
    ConfigChecks.check(
        interfaceName, queue, mode, batchSize, frameCount, frameSize, txRingSize, virtualKernel);
    ConfigChecks.checkFlushSize(flushSize);
    ConfigChecks.checkTimes(linger, closeTimeout, completionTimeout, bindTimeout);
    ConfigChecks.checkPolicies(lossPolicy, idleStrategy, reportListener);
  }

  /**
   * Starts from the defaults.
   *
   * @param interfaceName name of the network interface, for example {@code eth0}
   * @return a builder
   */
  public static Builder builder(String interfaceName) {
    return new Builder(interfaceName);
  }

  /** Collects settings; units, ranges and defaults are those of the {@link XskConfig} component. */
  public static final class Builder {

    private final String interfaceName;
    private int queue = 0;
    private XskMode mode = XskMode.AUTO;
    private int batchSize = 32;
    private int frameCount = 2_048;
    private int frameSize = 2_048;
    private int txRingSize = 2_048;
    private Duration linger = Duration.ZERO;
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration completionTimeout = Duration.ofSeconds(10);
    private LossPolicy lossPolicy = LossPolicy.FAIL;
    private boolean bulkAllowed = false;
    private int flushSize = 64;
    private Duration bindTimeout = Duration.ofSeconds(1);
    private IdleStrategy idleStrategy = IdleStrategy.backoff();
    private Consumer<? super SendReport> reportListener = report -> {};
    private @Nullable VirtualKernel virtualKernel;

    private Builder(String interfaceName) {
      this.interfaceName = interfaceName;
    }

    /**
     * Sets the transmit queue of the interface.
     *
     * @param value 0 or more
     * @return this
     */
    public Builder queue(int value) {
      queue = value;
      return this;
    }

    /**
     * Sets how packets are to leave.
     *
     * @param value the mode
     * @return this
     */
    public Builder mode(XskMode value) {
      mode = value;
      return this;
    }

    /**
     * Sets the most packets in a window.
     *
     * @param packets 1 to {@code txRingSize}
     * @return this
     */
    public Builder batchSize(int packets) {
      batchSize = packets;
      return this;
    }

    /**
     * Sets the number of frames, which is the most packets in flight. The UMEM, {@code frameCount ×
     * frameSize} bytes, counts against {@code ulimit -l} of users without CAP_IPC_LOCK.
     *
     * @param frames {@code batchSize} to 1,048,576
     * @return this
     */
    public Builder frameCount(int frames) {
      frameCount = frames;
      return this;
    }

    /**
     * Sets the size of a frame, which bounds the length of a packet.
     *
     * @param bytes 2,048 or 4,096
     * @return this
     */
    public Builder frameSize(int bytes) {
      frameSize = bytes;
      return this;
    }

    /**
     * Sets the size of the TX ring.
     *
     * @param entries a power of two from 2 to 32,768
     * @return this
     */
    public Builder txRingSize(int entries) {
      txRingSize = entries;
      return this;
    }

    /**
     * Lets an incomplete window wait for more packets: fewer, fuller windows for a bounded delay.
     *
     * @param longest 0 (the default: never wait) to 1 s
     * @return this
     */
    public Builder linger(Duration longest) {
      linger = longest;
      return this;
    }

    /**
     * Sets how long {@code close()} waits for packets in flight.
     *
     * @param longest 0 to 1 h
     * @return this
     */
    public Builder closeTimeout(Duration longest) {
      closeTimeout = longest;
      return this;
    }

    /**
     * Sets how long the kernel may keep a frame before it counts as lost.
     *
     * @param longest 10 ms to 1 h
     * @return this
     */
    public Builder completionTimeout(Duration longest) {
      completionTimeout = longest;
      return this;
    }

    /**
     * Sets what to do when the kernel does not give frames back.
     *
     * @param value the policy
     * @return this
     */
    public Builder lossPolicy(LossPolicy value) {
      lossPolicy = value;
      return this;
    }

    /**
     * Lets mode AUTO choose mode BULK where the device has no zero-copy.
     *
     * @param value true to allow it
     * @return this
     */
    public Builder bulkAllowed(boolean value) {
      bulkAllowed = value;
      return this;
    }

    /**
     * Sets how many packets mode BULK gives the device between two doorbells; at most a window.
     *
     * @param packets 1 to 256
     * @return this
     */
    public Builder flushSize(int packets) {
      flushSize = packets;
      return this;
    }

    /**
     * Sets how long {@code create} tries again while another socket holds the queue or the memory.
     *
     * @param longest 0 (one attempt) to 1 min
     * @return this
     */
    public Builder bindTimeout(Duration longest) {
      bindTimeout = longest;
      return this;
    }

    /**
     * Sets what the loop thread does without work.
     *
     * @param value the strategy
     * @return this
     */
    public Builder idleStrategy(IdleStrategy value) {
      idleStrategy = value;
      return this;
    }

    /**
     * Sets who hears the account of every stream when it is over.
     *
     * @param value called on the loop thread, of a refused stream also on another; must not block
     * @return this
     */
    public Builder reportListener(Consumer<? super SendReport> value) {
      reportListener = value;
      return this;
    }

    /**
     * Sends into a model of the kernel, and selects {@link XskMode#VIRTUAL}.
     *
     * @param value the model
     * @return this
     */
    public Builder virtualKernel(VirtualKernel value) {
      virtualKernel = value;
      return mode(XskMode.VIRTUAL);
    }

    /**
     * Checks the settings.
     *
     * @return the settings
     * @throws IllegalArgumentException if a value is out of its range; it names what is allowed
     */
    public XskConfig build() {
      return new XskConfig(
          interfaceName,
          queue,
          mode,
          batchSize,
          frameCount,
          frameSize,
          txRingSize,
          linger,
          closeTimeout,
          completionTimeout,
          lossPolicy,
          bulkAllowed,
          flushSize,
          bindTimeout,
          idleStrategy,
          reportListener,
          virtualKernel);
    }
  }
}
