package reactor.xsk.support;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import reactor.xsk.PacketWriter;

/** Packets of {@value #BYTES} bytes that carry a number behind the Ethernet header. */
public final class Numbered {

  /** Length of each packet. */
  public static final int BYTES = 60;

  private static final long NUMBER_OFFSET = 14;

  /** Writes a number; allocates nothing. */
  public static final PacketWriter<Integer> WRITER =
      (number, frame) -> {
        frame.set(ValueLayout.JAVA_INT_UNALIGNED, NUMBER_OFFSET, number);
        return BYTES;
      };

  private Numbered() {}

  /** The number in a packet. */
  public static int of(MemorySegment packet) {
    return packet.get(ValueLayout.JAVA_INT_UNALIGNED, NUMBER_OFFSET);
  }

  /** Collects the numbers of the packets that a virtual kernel transmits. */
  public static final class Receiver implements Consumer<MemorySegment> {

    private final List<Integer> numbers = new CopyOnWriteArrayList<>();

    @Override
    public void accept(MemorySegment packet) {
      numbers.add(of(packet));
    }

    /** What has been received, in order. */
    public List<Integer> numbers() {
      return numbers;
    }
  }
}
