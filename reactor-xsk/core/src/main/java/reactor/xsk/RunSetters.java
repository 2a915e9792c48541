package reactor.xsk;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.xsk.virtual.VirtualKernel;

/**
 * The settings of {@link XskConfig.Builder} that say how a sender is opened, run and closed.
 *
 * <p>What belongs to one mode or one feature is a value of its own, as {@link BulkOptions} is.
 */
abstract sealed class RunSetters extends DataPathSetters permits XskConfig.Builder {

  XskMode mode = XskMode.AUTO;
  BulkOptions bulk = BulkOptions.defaults();
  BusyPollOptions busyPoll = BusyPollOptions.off();
  @Nullable VirtualKernel virtualKernel;
  Duration bindTimeout = Duration.ofSeconds(5);
  Duration closeTimeout = Duration.ofSeconds(5);
  Duration completionTimeout = Duration.ofSeconds(10);
  LossPolicy lossPolicy = LossPolicy.FAIL;
  IdleStrategy idleStrategy = IdleStrategy.backoff();
  Consumer<? super SendReport> reportListener = report -> {};

  long pace = 0;
  long paceBits = 0;
  Duration paceCatchUp = Duration.ofMillis(100);
  List<Integer> cpus = List.of();

  RunSetters(String interfaceName) {
    super(interfaceName);
  }

  /**
   * Sets how packets leave.
   *
   * @param value the mode; default {@link XskMode#AUTO}
   * @return this
   */
  public XskConfig.Builder mode(XskMode value) {
    mode = value;
    return self();
  }

  /**
   * Sets what concerns {@link XskMode#BULK} only.
   *
   * @param options the options; default {@link BulkOptions#defaults()}
   * @return this
   */
  public XskConfig.Builder bulk(BulkOptions options) {
    bulk = options;
    return self();
  }

  /**
   * Sets {@link BulkOptions#allowed(boolean)} in the options of {@link XskConfig.Builder#bulk}.
   *
   * @param value whether mode AUTO may choose mode BULK; default false
   * @return this
   */
  public XskConfig.Builder bulkAllowed(boolean value) {
    return bulk(bulk.allowed(value));
  }

  /**
   * Sets {@link BulkOptions#flushSize(int)} in the options of {@link XskConfig.Builder#bulk}.
   *
   * @param packets 1 to 256; default 64
   * @return this
   * @throws IllegalArgumentException if the value is out of its range
   */
  public XskConfig.Builder flushSize(int packets) {
    return bulk(bulk.flushSize(packets));
  }

  /**
   * Sets whether a kick polls the device, in the loop thread. Of no meaning in modes BULK and
   * VIRTUAL, which have no socket.
   *
   * @param options the options; default {@link BusyPollOptions#off()}
   * @return this
   */
  public XskConfig.Builder busyPoll(BusyPollOptions options) {
    busyPoll = options;
    return self();
  }

  /**
   * Sends into a model of the kernel: {@link XskMode#AUTO} then means {@link XskMode#VIRTUAL}, and
   * every other mode is refused.
   *
   * @param value the model; null (the default) for none, and for a new one in mode VIRTUAL
   * @return this
   */
  public XskConfig.Builder virtualKernel(@Nullable VirtualKernel value) {
    virtualKernel = value;
    return self();
  }

  /**
   * Sets how long {@code create} tries again while another socket holds the queue or the memory, as
   * for a moment after that socket was closed.
   *
   * @param longest 0 (one attempt) to 1 min; default 5 s
   * @return this
   */
  public XskConfig.Builder bindTimeout(Duration longest) {
    bindTimeout = longest;
    return self();
  }

  /**
   * Sets how long {@code close()} waits for packets in flight.
   *
   * @param longest 0 to 1 h; default 5 s
   * @return this
   */
  public XskConfig.Builder closeTimeout(Duration longest) {
    closeTimeout = longest;
    return self();
  }

  /**
   * Sets how long the kernel may keep a frame before it counts as lost.
   *
   * @param longest 10 ms to 1 h; default 10 s
   * @return this
   */
  public XskConfig.Builder completionTimeout(Duration longest) {
    completionTimeout = longest;
    return self();
  }

  /**
   * Sets what to do when the kernel does not give frames back.
   *
   * @param value the policy; default {@link LossPolicy#FAIL}
   * @return this
   */
  public XskConfig.Builder lossPolicy(LossPolicy value) {
    lossPolicy = value;
    return self();
  }

  /**
   * Sets what the loop thread does without work.
   *
   * @param value the strategy; default {@link IdleStrategy#backoff()}
   * @return this
   */
  public XskConfig.Builder idleStrategy(IdleStrategy value) {
    idleStrategy = value;
    return self();
  }

  /**
   * Sets a listener that gets the report of every stream once, however the stream ended, also of
   * cancelled and refused streams.
   *
   * @param value called on the loop thread, for a refused stream possibly on its subscriber's; must
   *     not block; default none
   * @return this
   */
  public XskConfig.Builder reportListener(Consumer<? super SendReport> value) {
    reportListener = value;
    return self();
  }

  /**
   * Holds the sender to a rate of packets: those that are not due wait in their sources, which are
   * asked for less. Each lane gets an equal part of the rate. Below 10,000 a second packets leave
   * one by one; above, in windows of what a tenth of a millisecond brings, up to {@code batchSize}.
   *
   * @param packetsPerSecond 1 to 1,000,000,000, at least one a lane; 0 (the default) for no limit
   * @return this
   */
  public XskConfig.Builder pace(long packetsPerSecond) {
    pace = packetsPerSecond;
    return self();
  }

  /**
   * Holds the sender to a rate of bits, from the destination MAC address to the last payload byte;
   * as {@link XskConfig.Builder#pace}, with which it can be combined: the lower rate holds.
   *
   * @param bitsPerSecond 1 to 1,000,000,000,000, at least one a lane; 0 (the default) for no limit
   * @return this
   */
  public XskConfig.Builder paceBits(long bitsPerSecond) {
    paceBits = bitsPerSecond;
    return self();
  }

  /**
   * Sets how much delay a paced sender makes up for: after a pause of the device or of the thread,
   * what was due in this time is sent as well, at no more than twice the rate, of which at most 2
   * ms leave at once. A pause of the sources of more than a millisecond is not made up for.
   *
   * @param longest 0 to 1 s; default 100 ms; less than 0.1 ms counts as that
   * @return this
   */
  public XskConfig.Builder paceCatchUp(Duration longest) {
    paceCatchUp = longest;
    return self();
  }

  /**
   * Binds each loop thread to one CPU (sched_setaffinity(2)), before it opens its socket: the first
   * lane to the first of these, and so on, from the start again if there are more lanes. {@code
   * create} fails if the process may not use a CPU.
   *
   * @param numbers CPUs, 0 to 1,023 each; none (the default): the kernel places the threads
   * @return this
   */
  public XskConfig.Builder cpus(int... numbers) {
    cpus = IntStream.of(numbers).boxed().toList();
    return self();
  }
}
