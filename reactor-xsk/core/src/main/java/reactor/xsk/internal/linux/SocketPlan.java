package reactor.xsk.internal.linux;

/**
 * What to open: the part of the settings that the kernel gets.
 *
 * @param interfaceName name of the interface
 * @param queue its transmit queue
 * @param binding which mode to insist on
 * @param frameCount frames of the UMEM
 * @param frameSizeBytes size of a frame
 * @param txRingSize entries of the TX ring
 * @param windowSize most packets of a window
 * @param kickSize most packets that full windows share a kick for
 * @param extras what else is asked for
 */
public record SocketPlan(
    String interfaceName,
    int queue,
    Binding binding,
    int frameCount,
    int frameSizeBytes,
    int txRingSize,
    int windowSize,
    int kickSize,
    SocketExtras extras) {

  /** The largest chunk that the kernel takes, and the page that every machine has. */
  public static final int PAGE_BYTES = 4_096;

  public SocketPlan withBinding(Binding other) {
    return new SocketPlan(
        interfaceName,
        queue,
        other,
        frameCount,
        frameSizeBytes,
        txRingSize,
        windowSize,
        kickSize,
        extras);
  }

  /** What packets carry beside their bytes. */
  public MetadataPlan metadata() {
    return extras.metadata();
  }

  /** Which mode to insist on. */
  public enum Binding {
    /** Zero-copy if the kernel grants it, copy mode otherwise. */
    AUTO,
    /** Copy mode. */
    COPY,
    /** Zero-copy, or fail. */
    ZERO_COPY
  }

  /**
   * Entries of the completion ring: as many as there are chunks, so that it can never be full. A
   * full one makes the kernel answer EAGAIN.
   */
  public int completionRingSize() {
    int entries = Math.max(frameCount * chunksPerFrame(), txRingSize);
    return entries == 1 ? 1 : Integer.highestOneBit(entries - 1) << 1;
  }

  /** How many descriptors a kick should take: what the kernel allows, and what may share one. */
  public int kickBudget() {
    int most = Math.max(txRingSize, IfXdp.DEFAULT_TX_BUDGET);
    int wanted = Math.max(windowSize, kickSize) * chunksPerFrame();
    return Math.clamp(wanted, IfXdp.DEFAULT_TX_BUDGET, most);
  }

  /** Size of a chunk, the piece of a frame that one descriptor can name. */
  public int chunkBytes() {
    return Math.min(frameSizeBytes, PAGE_BYTES);
  }

  /** Descriptors of a packet that fills a frame. */
  public int chunksPerFrame() {
    return frameSizeBytes / chunkBytes();
  }

  /** Whether packets of this MTU can be longer than a chunk, and so go out as chains. */
  boolean hasChains(int mtuBytes) {
    return chunksPerFrame() > 1
        && mtuBytes + NetDevice.LINK_HEADER_BYTES + NetDevice.VLAN_TAG_BYTES > chunkBytes();
  }

  /** Size of the UMEM. */
  public long umemBytes() {
    return (long) frameCount * frameSizeBytes;
  }

  /** The values for error messages. */
  public String describe() {
    return "interface=%s, queue=%d, mode=%s".formatted(interfaceName, queue, binding);
  }

  /** The same, followed by the values of one step. */
  String describe(String step) {
    return describe() + ", " + step;
  }
}
