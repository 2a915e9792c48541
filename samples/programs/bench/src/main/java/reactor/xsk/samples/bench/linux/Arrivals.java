package reactor.xsk.samples.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;

/**
 * Packets as they arrive at an interface, each with the kernel's receive timestamp, in a
 * PACKET_RX_RING (TPACKET_V2): the kernel fills it, and no other thread runs while a latency is
 * measured. The packets carry their send time, of the same clock (CLOCK_REALTIME).
 */
public final class Arrivals implements AutoCloseable {

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int ETH_P_ALL = 3;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_VERSION = 10;
  private static final int TPACKET_V2 = 1;
  private static final int STATUS_USER = 1;

  private static final int BLOCK_BYTES = 1 << 20;
  private static final int SLOT_BYTES = 256;
  private static final VarHandle STATUS = JAVA_INT.varHandle();

  private final int fd;
  private final MemorySegment ring;
  private final int slots;
  private final int stampAt;
  private int next;

  /**
   * Opens a ring.
   *
   * @param interfaceIndex where to listen
   * @param packets how many it must hold at once
   * @param stampAt offset of the send time in a packet
   */
  public Arrivals(int interfaceIndex, int packets, int stampAt) throws IOException {
    int blocks = Math.max(1, (int) (((long) packets * SLOT_BYTES + BLOCK_BYTES - 1) / BLOCK_BYTES));
    this.slots = blocks * (BLOCK_BYTES / SLOT_BYTES);
    this.stampAt = stampAt;
    this.fd = Libc.socket(AF_PACKET, SOCK_RAW, 0);
    try (Arena arena = Arena.ofConfined()) {
      Libc.setsockopt(fd, SOL_PACKET, PACKET_VERSION, arena.allocateFrom(JAVA_INT, TPACKET_V2));
      Libc.setsockopt(
          fd,
          SOL_PACKET,
          PACKET_RX_RING,
          arena.allocateFrom(JAVA_INT, BLOCK_BYTES, blocks, SLOT_BYTES, slots));
      this.ring = Libc.mmap(fd, (long) blocks * BLOCK_BYTES);
      Libc.bind(fd, address(arena, interfaceIndex));
    }
  }

  /** struct sockaddr_ll. */
  private static MemorySegment address(Arena arena, int interfaceIndex) {
    MemorySegment address = arena.allocate(20, 4);
    address.set(JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(JAVA_SHORT, 2, Short.reverseBytes((short) ETH_P_ALL));
    address.set(JAVA_INT, 4, interfaceIndex);
    return address;
  }

  /** Reports how long each packet that has arrived was under way, in ns, and removes it. */
  public void drain(int lengthBytes, LongConsumer latencyNs) {
    while (true) {
      MemorySegment slot = ring.asSlice((long) next * SLOT_BYTES, SLOT_BYTES);
      if (((int) STATUS.getAcquire(slot, 0L) & STATUS_USER) == 0) {
        return;
      }
      // struct tpacket2_hdr: status, len, snaplen (u32), mac, net (u16), sec, nsec (u32)
      if (slot.get(JAVA_INT, 4) == lengthBytes) {
        long arrivedNs =
            Integer.toUnsignedLong(slot.get(JAVA_INT, 16)) * 1_000_000_000L
                + slot.get(JAVA_INT, 20);
        int packet = Short.toUnsignedInt(slot.get(ValueLayout.JAVA_SHORT, 12));
        latencyNs.accept(arrivedNs - slot.get(JAVA_LONG_UNALIGNED, packet + stampAt));
      }
      STATUS.setRelease(slot, 0L, 0);
      next = (next + 1) % slots;
    }
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
