package reactor.xsk;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a lane asked of the kernel beside its mode, and what it was granted: a snapshot, taken when
 * the socket was opened, and again when it was rebuilt or its mode changed. Immutable.
 */
public final class XskGrants {

  /** What can be asked for. Later versions may have more. */
  public enum Option {
    /** Packets that one kick takes in copy mode: XDP_MAX_TX_SKB_BUDGET, Linux 6.17. */
    TRANSMIT_BUDGET("transmitBudget"),

    /** Bytes that packets in flight may be charged in copy mode: SO_SNDBUF. */
    SEND_BUFFER_BYTES("sendBufferBytes"),

    /**
     * Flags of {@code sockaddr_xdp}: 2 copy, 4 zero-copy, 8 need-wakeup, 16 packets of several
     * descriptors. Granted is what was asked, with the mode that the kernel chose.
     */
    BIND_FLAGS("bindFlags"),

    /** Packets of a batch in copy mode: XDP_GENERIC_XMIT_BATCH of a patched kernel. */
    KERNEL_BATCH("kernelBatch"),

    /** Microseconds that a kick polls the device: SO_BUSY_POLL. */
    BUSY_POLL_MICROS("busyPollMicros"),

    /** Bytes of the UMEM on huge pages. */
    HUGE_PAGE_BYTES("hugePageBytes"),

    /** NUMA node that the UMEM prefers: that of the device; -1 granted: any. */
    NUMA_NODE("numaNode"),

    /** XDP programs that were attached because the driver wants one for zero-copy. */
    XDP_PROGRAMS("xdpPrograms");

    private final String label;

    Option(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  private static final XskGrants NONE = new XskGrants(new EnumMap<>(Option.class));

  private final EnumMap<Option, XskGrant> byOption;

  private XskGrants(EnumMap<Option, XskGrant> byOption) {
    this.byOption = byOption;
  }

  /** {@return the grants of a lane that asked for nothing, as one of mode BULK} */
  public static XskGrants none() {
    return NONE;
  }

  /**
   * Adds a grant, or replaces it.
   *
   * @param option what was asked for
   * @param grant what was granted
   * @return these grants and that one
   */
  public XskGrants with(Option option, XskGrant grant) {
    EnumMap<Option, XskGrant> more = new EnumMap<>(byOption);
    more.put(option, grant);
    return new XskGrants(more);
  }

  /**
   * Reads one grant.
   *
   * @param option which
   * @return what was asked and granted; {@link XskGrant#NOT_ASKED} if the kernel was not asked
   */
  public XskGrant get(Option option) {
    return byOption.getOrDefault(option, XskGrant.NOT_ASKED);
  }

  /** {@return packets that one kick takes in copy mode} */
  public XskGrant transmitBudget() {
    return get(Option.TRANSMIT_BUDGET);
  }

  /** {@return bytes that packets in flight may be charged in copy mode} */
  public XskGrant sendBufferBytes() {
    return get(Option.SEND_BUFFER_BYTES);
  }

  /** {@return flags of the bind call} */
  public XskGrant bindFlags() {
    return get(Option.BIND_FLAGS);
  }

  /** {@return packets of a batch in copy mode of a patched kernel} */
  public XskGrant kernelBatch() {
    return get(Option.KERNEL_BATCH);
  }

  /** {@return microseconds that a kick polls the device} */
  public XskGrant busyPollMicros() {
    return get(Option.BUSY_POLL_MICROS);
  }

  /** {@return bytes of the UMEM on huge pages} */
  public XskGrant hugePageBytes() {
    return get(Option.HUGE_PAGE_BYTES);
  }

  /** {@return NUMA node that the UMEM prefers; not asked where the device has none} */
  public XskGrant numaNode() {
    return get(Option.NUMA_NODE);
  }

  /** {@return XDP programs that were attached because the driver wants one for zero-copy} */
  public XskGrant xdpPrograms() {
    return get(Option.XDP_PROGRAMS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof XskGrants that && byOption.equals(that.byOption);
  }

  @Override
  public int hashCode() {
    return byOption.hashCode();
  }

  /** For example {@code transmitBudget=256, sendBufferBytes=425984 of 6291456 (…)}. */
  @Override
  public String toString() {
    StringJoiner all = new StringJoiner(", ");
    for (Map.Entry<Option, XskGrant> entry : byOption.entrySet()) {
      all.add(entry.getKey() + "=" + entry.getValue());
    }
    return all.toString();
  }
}
