package reactor.xsk.internal.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * A call as this process sees it. Plain loads and stores: the programs run inside a system call of
 * this thread, and never beside it.
 */
public final class SharedCall {

  private final MemorySegment memory;
  private final CallLayout layout;

  /** The header and the first refusal of a call, while a probe uses their place. */
  private final byte[] headerBeforeProbe = new byte[CallLayout.PACKETS];

  private byte refusedBeforeProbe;

  SharedCall(MemorySegment memory, CallLayout layout) {
    this.memory = memory;
    this.layout = layout;
  }

  /** Most packets of a call. */
  public int capacity() {
    return layout.capacity();
  }

  /** Writes where packet {@code index} is, and how long. */
  public void describe(int index, int frame, int lengthBytes) {
    long at = CallLayout.PACKETS + ((long) index << CallLayout.ENTRY_SHIFT);
    memory.set(JAVA_INT, at + CallLayout.PACKET_FRAME, frame);
    memory.set(JAVA_INT, at + CallLayout.PACKET_LENGTH, lengthBytes);
  }

  /** Begins a call that was described. */
  void begin(int packets, int frameBytes) {
    if (refusals() > 0) {
      memory.asSlice(layout.refused(), layout.capacity()).fill((byte) 0);
    }
    memory.set(JAVA_INT, CallLayout.CURSOR, 0);
    memory.set(JAVA_INT, CallLayout.SIZE, packets);
    memory.set(JAVA_INT, CallLayout.FRAME_BYTES, frameBytes);
    memory.set(JAVA_INT, CallLayout.OFFERED, 0);
    memory.set(JAVA_INT, CallLayout.DROP_COUNT, 0);
    memory.set(JAVA_INT, CallLayout.REFUSALS, 0);
    goOn();
  }

  /** Lets the next call send again. */
  void goOn() {
    memory.set(JAVA_INT, CallLayout.HALTED, 0);
    memory.set(JAVA_INT, CallLayout.ERROR, 0);
  }

  /** Makes room for one frame that is no packet; {@link #endProbe} brings back what was there. */
  void beginProbe(int frameBytes) {
    MemorySegment.copy(memory, JAVA_BYTE, 0, headerBeforeProbe, 0, headerBeforeProbe.length);
    refusedBeforeProbe = memory.get(JAVA_BYTE, layout.refused());
    memory.asSlice(0, CallLayout.PACKETS).fill((byte) 0);
    memory.set(JAVA_INT, CallLayout.SIZE, 1);
    memory.set(JAVA_INT, CallLayout.FRAME_BYTES, frameBytes);
  }

  void endProbe() {
    MemorySegment.copy(headerBeforeProbe, 0, memory, JAVA_BYTE, 0, headerBeforeProbe.length);
    memory.set(JAVA_BYTE, layout.refused(), refusedBeforeProbe);
  }

  /** Whether the call kept packets back because the device refused others. */
  boolean isHalted() {
    return memory.get(JAVA_INT, CallLayout.HALTED) != 0;
  }

  /** Whether the interface is gone; the packet at the cursor and those behind it are not sent. */
  public boolean isGone() {
    return memory.get(JAVA_INT, CallLayout.GONE) != 0;
  }

  /** Packets that the transmit program has come to. */
  int cursor() {
    return memory.get(JAVA_INT, CallLayout.CURSOR);
  }

  /** Packets that the driver was offered. */
  int offered() {
    return memory.get(JAVA_INT, CallLayout.OFFERED);
  }

  int dropCount() {
    return memory.get(JAVA_INT, CallLayout.DROP_COUNT);
  }

  /** The first packet of a drop, by its number among those that were offered. */
  int dropFirst(int drop) {
    return memory.get(JAVA_INT, dropAt(drop) + CallLayout.DROP_FIRST);
  }

  /** Packets of a drop. */
  int dropPackets(int drop) {
    return memory.get(JAVA_INT, dropAt(drop) + CallLayout.DROP_PACKETS);
  }

  private long dropAt(int drop) {
    return layout.drops() + ((long) drop << CallLayout.ENTRY_SHIFT);
  }

  /** Packets that never came to the driver. */
  int refusals() {
    return memory.get(JAVA_INT, CallLayout.REFUSALS);
  }

  boolean isRefused(int index) {
    return memory.get(JAVA_BYTE, (long) layout.refused() + index) != 0;
  }

  /** The last error, 0 or a negated errno. */
  public int error() {
    return memory.get(JAVA_INT, CallLayout.ERROR);
  }

  @Override
  public String toString() {
    return "SharedCall(size=%d, cursor=%d, offered=%d, refusals=%d, error=%d, halted=%b)"
        .formatted(
            memory.get(JAVA_INT, CallLayout.SIZE),
            cursor(),
            offered(),
            refusals(),
            error(),
            isHalted());
  }
}
