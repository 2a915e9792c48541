package reactor.xsk.virtual;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.model.ModelKernel;

/**
 * A model of the kernel's AF_XDP transmit side, with one interface, whose device takes every packet
 * of up to MTU + 18 bytes. It refuses what Linux refuses, in the same words: another name than the
 * interface's, a queue that is not there or is taken, memory of a frame in the hands of another
 * thread. The queue of a closed sender is free once its last packet is.
 *
 * <p><b>Threads.</b> All methods may be called from any thread while senders run. The consumer of
 * packets is called on the sender's loop thread, inside the kick.
 */
public sealed interface VirtualKernel permits ModelKernel {

  /**
   * A kernel with the defaults of the builder.
   *
   * @return the kernel
   */
  static VirtualKernel create() {
    return builder().build();
  }

  /**
   * Starts from the defaults.
   *
   * @return a builder
   */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Sets what the next kicks do, in this order, after what was set before. Once all have been
   * played, kicks are as usual.
   *
   * @param faults the faults
   */
  void onNextKicks(VirtualFault... faults);

  /**
   * Changes when frames come back, from the next transmission on.
   *
   * @param policy the policy
   */
  void setCompletions(VirtualCompletions policy);

  /**
   * Gives frames back that wait, oldest first.
   *
   * @param most how many at most
   * @return how many were given back
   */
  int complete(int most);

  /**
   * Loses the next frames that are to come back: they never will.
   *
   * @param frames how many
   */
  void loseCompletions(int frames);

  /**
   * Gives the next frames that are to come back twice.
   *
   * @param frames how many
   */
  void repeatCompletions(int frames);

  /**
   * Completes any address, whether a frame waits there or not, if the ring has room.
   *
   * @param umemAddress the address
   */
  void completeAddress(long umemAddress);

  /**
   * Refuses the next descriptors as invalid; what that means depends on the {@link VirtualRelease}.
   * Of a packet that has several, the last is refused, and with it the packet.
   *
   * @param descriptors how many
   */
  void refuseDescriptors(int descriptors);

  /**
   * Sets the interface up or down. While it is down kicks answer ENETDOWN and take nothing.
   *
   * @param up whether it is up
   */
  void setInterfaceUp(boolean up);

  /**
   * Connects or disconnects the cable. Without carrier each kick drops one packet and answers
   * EBUSY.
   *
   * @param carrier whether there is carrier
   */
  void setCarrier(boolean carrier);

  /** Removes the interface: kicks answer ENXIO. */
  void removeInterface();

  /**
   * Changes the MTU of the interface. Senders that are open keep the one that they found; longer
   * packets of theirs than MTU + 18 bytes are dropped (EBUSY), as those of a veth are whose peer
   * has the new MTU too.
   *
   * @param bytes 68 or more
   * @throws IllegalArgumentException if it is less
   */
  void setMtu(int bytes);

  /**
   * Makes the next attempts to open a socket fail in bind(2).
   *
   * @param errno the errno, for example 16 for EBUSY
   * @param times how many attempts
   */
  void failBind(int errno, int times);

  /**
   * What has been done so far.
   *
   * @return a snapshot
   */
  VirtualCounters counters();

  /**
   * The descriptors taken so far, if {@link Builder#traceDescriptors} was set.
   *
   * @return a copy, in the order of taking
   */
  List<VirtualDescriptor> trace();

  /**
   * Number of frames that wait to be given back.
   *
   * @return how many
   */
  int waitingCompletions();

  /** Collects the settings of a {@link VirtualKernel}. */
  final class Builder {

    private @Nullable String interfaceName;
    private VirtualTransmit transmit = VirtualTransmit.COPY;
    private VirtualCompletions completions = VirtualCompletions.immediate();
    private int mtuBytes = 1_500;
    private int queueCount = 1;
    private int sendBufferPackets = Integer.MAX_VALUE;
    private boolean traceDescriptors;
    private VirtualRelease release = VirtualRelease.LINUX_7_2;
    private @Nullable Consumer<MemorySegment> onPacket;

    private Builder() {}

    /**
     * Names the interface: a sender on another finds none (ENODEV).
     *
     * @param name its name; by default that of the first sender
     * @return this
     */
    public Builder interfaceName(String name) {
      interfaceName = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets how the kernel transmits.
     *
     * @param value default {@link VirtualTransmit#COPY}
     * @return this
     */
    public Builder transmit(VirtualTransmit value) {
      transmit = value;
      return this;
    }

    /**
     * Sets when frames come back.
     *
     * @param value default {@link VirtualCompletions#immediate()}
     * @return this
     */
    public Builder completions(VirtualCompletions value) {
      completions = value;
      return this;
    }

    /**
     * Sets the MTU of the interface.
     *
     * @param bytes 68 or more, default 1,500
     * @return this
     */
    public Builder mtu(int bytes) {
      mtuBytes = bytes;
      return this;
    }

    /**
     * Sets the number of queues: binding to another answers EINVAL.
     *
     * @param count 1 or more, default 1
     * @return this
     */
    public Builder queues(int count) {
      queueCount = count;
      return this;
    }

    /**
     * Bounds the packets in flight, as SO_SNDBUF does: beyond, kicks answer EAGAIN.
     *
     * @param packets 1 or more, default unbounded
     * @return this
     */
    public Builder sendBuffer(int packets) {
      sendBufferPackets = packets;
      return this;
    }

    /**
     * Records every descriptor, for {@link VirtualKernel#trace}. It grows with every packet.
     *
     * @return this
     */
    public Builder traceDescriptors() {
      traceDescriptors = true;
      return this;
    }

    /**
     * Sets which Linux it behaves as, where releases differ.
     *
     * @param value default {@link VirtualRelease#LINUX_7_2}
     * @return this
     */
    public Builder release(VirtualRelease value) {
      release = value;
      return this;
    }

    /**
     * Behaves as kernels before the fixes of July 2026: an invalid descriptor is never given back,
     * and the consumer index is published only by calls that sent something.
     *
     * @return this
     */
    public Builder olderKernel() {
      return release(VirtualRelease.LINUX_6_17);
    }

    /**
     * Delivers each packet. The segment is read-only and valid during the call only; the call is
     * made on the sender's loop thread.
     *
     * @param consumer takes the packet
     * @return this
     */
    public Builder onPacket(Consumer<MemorySegment> consumer) {
      onPacket = consumer;
      return this;
    }

    /**
     * Makes the kernel.
     *
     * @return the kernel
     * @throws IllegalArgumentException if a value is out of its range
     */
    public VirtualKernel build() {
      return new ModelKernel(
          new ModelKernel.Settings(
              interfaceName,
              transmit,
              mtuBytes,
              queueCount,
              sendBufferPackets,
              traceDescriptors,
              release,
              onPacket),
          completions);
    }
  }
}
