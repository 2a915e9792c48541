package reactor.xsk.internal.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The window as this process sees it. Plain loads and stores: the programs run inside a system call
 * of this thread, and never beside it.
 */
public final class SharedWindow {

  private final MemorySegment memory;
  private final WindowLayout layout;

  /** The header and the first refusal of a call, while a probe uses their place. */
  private final byte[] headerBeforeProbe = new byte[WindowLayout.PACKETS];

  private byte refusedBeforeProbe;

  SharedWindow(MemorySegment memory, WindowLayout layout) {
    this.memory = memory;
    this.layout = layout;
  }

  /** Most packets of a window. */
  public int capacity() {
    return layout.capacity();
  }

  /** Writes where packet {@code index} is, and how long. */
  public void describe(int index, int frame, int lengthBytes) {
    long at = WindowLayout.PACKETS + ((long) index << WindowLayout.ENTRY_SHIFT);
    memory.set(JAVA_INT, at + WindowLayout.PACKET_FRAME, frame);
    memory.set(JAVA_INT, at + WindowLayout.PACKET_LENGTH, lengthBytes);
  }

  /** Begins a window that was described. */
  void begin(int packets, int frameBytes) {
    if (refusals() > 0) {
      memory.asSlice(layout.refused(), layout.capacity()).fill((byte) 0);
    }
    memory.set(JAVA_INT, WindowLayout.CURSOR, 0);
    memory.set(JAVA_INT, WindowLayout.SIZE, packets);
    memory.set(JAVA_INT, WindowLayout.FRAME_BYTES, frameBytes);
    memory.set(JAVA_INT, WindowLayout.OFFERED, 0);
    memory.set(JAVA_INT, WindowLayout.DROP_COUNT, 0);
    memory.set(JAVA_INT, WindowLayout.REFUSALS, 0);
    goOn();
  }

  /** Lets the next call send again. */
  void goOn() {
    memory.set(JAVA_INT, WindowLayout.HALTED, 0);
    memory.set(JAVA_INT, WindowLayout.ERROR, 0);
  }

  /** Makes room for one frame that is no packet; {@link #endProbe} brings back what was there. */
  void beginProbe(int frameBytes) {
    MemorySegment.copy(memory, JAVA_BYTE, 0, headerBeforeProbe, 0, headerBeforeProbe.length);
    refusedBeforeProbe = memory.get(JAVA_BYTE, layout.refused());
    memory.asSlice(0, WindowLayout.PACKETS).fill((byte) 0);
    memory.set(JAVA_INT, WindowLayout.SIZE, 1);
    memory.set(JAVA_INT, WindowLayout.FRAME_BYTES, frameBytes);
  }

  void endProbe() {
    MemorySegment.copy(headerBeforeProbe, 0, memory, JAVA_BYTE, 0, headerBeforeProbe.length);
    memory.set(JAVA_BYTE, layout.refused(), refusedBeforeProbe);
  }

  /** Whether the call kept packets back because the device refused others. */
  boolean isHalted() {
    return memory.get(JAVA_INT, WindowLayout.HALTED) != 0;
  }

  /** Whether the interface is gone; the packet at the cursor and those behind it are not sent. */
  public boolean isGone() {
    return memory.get(JAVA_INT, WindowLayout.GONE) != 0;
  }

  /** Packets that the transmit program has come to. */
  int cursor() {
    return memory.get(JAVA_INT, WindowLayout.CURSOR);
  }

  /** Packets that the driver was offered. */
  int offered() {
    return memory.get(JAVA_INT, WindowLayout.OFFERED);
  }

  int dropCount() {
    return memory.get(JAVA_INT, WindowLayout.DROP_COUNT);
  }

  /** The first packet of a drop, by its number among those that were offered. */
  int dropFirst(int drop) {
    return memory.get(JAVA_INT, dropAt(drop) + WindowLayout.DROP_FIRST);
  }

  /** Packets of a drop. */
  int dropPackets(int drop) {
    return memory.get(JAVA_INT, dropAt(drop) + WindowLayout.DROP_PACKETS);
  }

  private long dropAt(int drop) {
    return layout.drops() + ((long) drop << WindowLayout.ENTRY_SHIFT);
  }

  /** Packets that never came to the driver. */
  int refusals() {
    return memory.get(JAVA_INT, WindowLayout.REFUSALS);
  }

  boolean isRefused(int index) {
    return memory.get(JAVA_BYTE, (long) layout.refused() + index) != 0;
  }

  /** The last error, 0 or a negated errno. */
  public int error() {
    return memory.get(JAVA_INT, WindowLayout.ERROR);
  }

  @Override
  public String toString() {
    return "SharedWindow(size=%d, cursor=%d, offered=%d, refusals=%d, error=%d, halted=%b)"
        .formatted(
            memory.get(JAVA_INT, WindowLayout.SIZE),
            cursor(),
            offered(),
            refusals(),
            error(),
            isHalted());
  }
}
