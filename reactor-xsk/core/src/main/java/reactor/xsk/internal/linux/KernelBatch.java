package reactor.xsk.internal.linux;

import reactor.xsk.XskException;

/**
 * Batch transmit in copy mode: the option XDP_GENERIC_XMIT_BATCH of the series "xsk: batch xmit in
 * copy mode", posted three times in 2025 and never merged. Its number is not reserved, and another
 * kernel can mean another thing by it: so the kernel's own types must name the field that the
 * option sets before it is set.
 */
public final class KernelBatch {

  /** What errors of this name: the setting. */
  private static final String OPERATION = "kernelBatch";

  /** The field that the option sets: of the socket (v1, v2), or of a struct in it (v3). */
  private static final String FIELD = "generic_xmit_batch";

  /** The least that copy mode charges for a packet in flight: sk_buff and the smallest head. */
  private static final int LEAST_CHARGE_BYTES = 768;

  /**
   * A packet may take two descriptors of the device, and a driver stops its queue before the end.
   */
  private static final int DEVICE_DESCRIPTORS_OF_A_PACKET = 2;

  private static final int DEVICE_RESERVE_DESCRIPTORS = 32;

  private KernelBatch() {}

  /** Whether these are the types of a kernel that has the option. */
  static boolean isKnownTo(Btf types) {
    return hasField(types, "xdp_sock") || hasField(types, "xsk_batch");
  }

  /**
   * Whether the running kernel has the option.
   *
   * @throws XskException if it does not give its types
   */
  public static boolean isInRunningKernel() {
    return isKnownTo(Btf.ofRunningKernel("it needs CONFIG_DEBUG_INFO_BTF, and /sys mounted"));
  }

  private static boolean hasField(Btf types, String struct) {
    return types.hasStruct(struct) && types.hasMember(struct, FIELD);
  }

  /** The refusal of a kernel without the option; of the model as well. */
  public static XskException unknown(SocketPlan plan) {
    return new XskException(
        OPERATION,
        0,
        "this kernel has no batch transmit in copy mode",
        values(plan) + ", missing=xdp_sock." + FIELD,
        "leave kernelBatch at 0: XDP_GENERIC_XMIT_BATCH is of a series that was never merged, and"
            + " its number may mean another thing here",
        null);
  }

  /**
   * The series does not look whether the device's queue is stopped: what the device has no room for
   * is dropped, and completed all the same. So no more may be in flight than it has room for.
   *
   * @param sendBufferBytes the send buffer that was granted
   * @param ringEntries descriptors of the device's ring
   * @throws XskException if more may be in flight
   */
  static void requireRoom(SocketPlan plan, long sendBufferBytes, int ringEntries) {
    long fly = Math.min(plan.frameCount(), sendBufferBytes / LEAST_CHARGE_BYTES);
    int room =
        Math.max(0, ringEntries - DEVICE_RESERVE_DESCRIPTORS)
            / (DEVICE_DESCRIPTORS_OF_A_PACKET * plan.chunksPerFrame());
    if (fly > room) {
      throw new XskException(
          OPERATION,
          0,
          "the send buffer lets more packets fly than the device's ring has room for",
          "%s, sendBufferBytes=%d, frameCount=%d, packets=%d, deviceRing=%d"
              .formatted(values(plan), sendBufferBytes, plan.frameCount(), fly, ringEntries),
          "use a frameCount of at most %d, or a larger ring (ethtool -G): batch transmit drops what"
                  .formatted(room)
              + " finds no room, and says that it was completed",
          null);
    }
  }

  private static String values(SocketPlan plan) {
    return plan.describe("kernelBatch=" + plan.extras().kernelBatch());
  }
}
