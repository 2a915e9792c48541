package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads what arrives at an interface: an AF_PACKET socket with a receive ring (packet(7),
 * TPACKET_V2). Shares no code with the sender. For one thread.
 */
public final class PacketTap implements AutoCloseable {

  /** An EtherType of its own (IEEE local experimental 1), so that no other packet is mistaken. */
  public static final int ETHER_TYPE = 0x88b5;

  // linux/if_packet.h
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_VERSION = 10;
  private static final int TPACKET_V2 = 1;

  // struct tpacket2_hdr
  private static final int STATUS = 0;
  private static final int LENGTH = 4;
  private static final int SNAPLEN = 8;
  private static final int MAC = 12;
  private static final int VLAN_TCI = 24;
  private static final int VLAN_TPID = 26;
  private static final int STATUS_VLAN_VALID = 1 << 4;
  private static final int STATUS_KERNEL = 0;
  private static final int STATUS_USER = 1;

  private static final int TAG_AT = 12;
  private static final int TAG_BYTES = 4;

  private static final int BLOCK_BYTES = 1 << 18;
  private static final int ANY_INTERFACE = 0; // packet(7), sll_ifindex

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final int fd;
  private final MemorySegment ring;
  private final int slotBytes;
  private final int slots;
  private boolean showsTags;
  private int next;
  private long dropped;

  private PacketTap(int fd, int slotBytes, int slots) {
    this.fd = fd;
    this.slotBytes = slotBytes;
    this.slots = slots;
    this.ring = Libc.mmap(fd, (long) slotBytes * slots);
  }

  /** Reads packets of {@link #ETHER_TYPE}, up to 1,900 bytes long. */
  public static PacketTap on(String interfaceName) {
    return on(interfaceName, 2_048, 16_384);
  }

  /**
   * Reads packets of {@link #ETHER_TYPE} from whichever interface of this network namespace, up to
   * 1,900 bytes long. A tap of one interface misses what arrives in the moment after that comes up.
   */
  public static PacketTap onAnyInterface() {
    return on(ANY_INTERFACE, ETHER_TYPE, 2_048, 16_384);
  }

  /** Reads packets of {@link #ETHER_TYPE}, up to 16,000 bytes long. */
  public static PacketTap ofLongPackets(String interfaceName) {
    return on(interfaceName, 16_384, 512);
  }

  /** Reads packets of another type, up to 1,900 bytes long; 3 (ETH_P_ALL) is every type. */
  public static PacketTap ofType(String interfaceName, int etherType) {
    return on(interfaceName, etherType, 2_048, 1_024);
  }

  /** Shows the outermost VLAN tag where it was on the wire; a packet socket takes it out. */
  public PacketTap withTags() {
    showsTags = true;
    return this;
  }

  private static PacketTap on(String interfaceName, int slotBytes, int slots) {
    return on(interfaceName, ETHER_TYPE, slotBytes, slots);
  }

  private static PacketTap on(String interfaceName, int etherType, int slotBytes, int slots) {
    return on(Libc.interfaceIndex(interfaceName), etherType, slotBytes, slots);
  }

  private static PacketTap on(int interfaceIndex, int etherType, int slotBytes, int slots) {
    // protocol 0: nothing arrives before the socket is bound to its interface
    int fd = Libc.socket(AF_PACKET, SOCK_RAW, 0);
    try (Arena arena = Arena.ofConfined()) {
      Libc.setsockopt(fd, SOL_PACKET, PACKET_VERSION, arena.allocateFrom(JAVA_INT, TPACKET_V2));
      MemorySegment request =
          arena.allocateFrom(
              JAVA_INT, BLOCK_BYTES, slots / (BLOCK_BYTES / slotBytes), slotBytes, slots);
      Libc.setsockopt(fd, SOL_PACKET, PACKET_RX_RING, request);
      PacketTap tap = new PacketTap(fd, slotBytes, slots);
      Libc.bind(fd, linkAddress(arena, interfaceIndex, etherType));
      return tap;
    } catch (RuntimeException e) {
      Libc.close(fd);
      throw e;
    }
  }

  /** struct sockaddr_ll. */
  private static MemorySegment linkAddress(Arena arena, int interfaceIndex, int etherType) {
    MemorySegment address = arena.allocate(20, 4);
    address.set(JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) etherType);
    address.set(JAVA_INT, 4, interfaceIndex);
    return address;
  }

  /** Receives one packet; the array is used again for the next. */
  @FunctionalInterface
  public interface Reader {
    /** A packet of {@code lengthBytes} bytes. */
    void onPacket(byte[] bytes, int lengthBytes);
  }

  /** Reads all that has arrived, at most {@code most} packets. Returns how many there were. */
  public int read(byte[] buffer, int most, Reader reader) {
    int count = 0;
    while (count < most && readNext(buffer, reader)) {
      count++;
    }
    return count;
  }

  private boolean readNext(byte[] buffer, Reader reader) {
    long slot = (long) next * slotBytes;
    if (((int) INT.getAcquire(ring, slot + STATUS) & STATUS_USER) == 0) {
      return false;
    }
    int length = ring.get(JAVA_INT, slot + LENGTH);
    if (length != ring.get(JAVA_INT, slot + SNAPLEN)) {
      throw new IllegalStateException("a packet of " + length + " bytes does not fit the ring");
    }
    long data = slot + Short.toUnsignedInt(ring.get(JAVA_SHORT, slot + MAC));
    MemorySegment.copy(ring, ValueLayout.JAVA_BYTE, data, buffer, 0, length);
    if (showsTags && (ring.get(JAVA_INT, slot + STATUS) & STATUS_VLAN_VALID) != 0) {
      insertTag(buffer, length, slot);
      length += TAG_BYTES;
    }
    INT.setRelease(ring, slot + STATUS, STATUS_KERNEL);
    next = (next + 1) % slots;
    reader.onPacket(buffer, length);
    return true;
  }

  private void insertTag(byte[] packet, int lengthBytes, long slot) {
    System.arraycopy(packet, TAG_AT, packet, TAG_AT + TAG_BYTES, lengthBytes - TAG_AT);
    ByteBuffer.wrap(packet)
        .putShort(TAG_AT, ring.get(JAVA_SHORT, slot + VLAN_TPID))
        .putShort(TAG_AT + 2, ring.get(JAVA_SHORT, slot + VLAN_TCI));
  }

  /** How many packets the kernel could not put into the ring, because it was full. */
  public long dropped() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment statistics = arena.allocate(8, 4);
      Libc.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, statistics); // which resets them
      dropped += Integer.toUnsignedLong(statistics.get(JAVA_INT, 4));
      return dropped;
    }
  }

  @Override
  public void close() {
    Libc.munmap(ring);
    Libc.close(fd);
  }
}
