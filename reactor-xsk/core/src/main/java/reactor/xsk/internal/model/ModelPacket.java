package reactor.xsk.internal.model;

import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.XdpDesc;

/**
 * The descriptors of the packet that the kernel is at; more of them may be to come. One object
 * serves for all packets of a socket, since the loop that it measures allocates nothing per packet.
 */
final class ModelPacket {

  /** One more than a packet may have: the one that is too many is looked at as well. */
  private static final int CAPACITY = IfXdp.MOST_DESCRIPTORS_OF_A_PACKET + 1;

  private final long[] addresses = new long[CAPACITY];
  private final int[] lengthsBytes = new int[CAPACITY];
  private final int[] options = new int[CAPACITY];
  private int size;

  /** Adds the descriptor in a slot of the ring. */
  void add(RingMemory ring, int slot) {
    long offset = ring.descriptorsOffset() + (long) slot * XdpDesc.SIZE_BYTES;
    addresses[size] = XdpDesc.umemAddress(ring.memory(), offset);
    lengthsBytes[size] = XdpDesc.lengthBytes(ring.memory(), offset);
    options[size] = XdpDesc.options(ring.memory(), offset);
    size++;
  }

  void removeLast() {
    size--;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  long address(int n) {
    return addresses[n];
  }

  int lengthBytes(int n) {
    return lengthsBytes[n];
  }

  int options(int n) {
    return options[n];
  }

  /** Whether the last descriptor carries <i>more</i>. */
  boolean more() {
    return (options[size - 1] & ModelDescriptor.MORE) != 0;
  }

  /** Whether the packet goes on behind the n-th descriptor. */
  boolean continuesAfter(int n) {
    return (options[n] & IfXdp.XDP_PKT_CONTD) != 0;
  }

  /** Whether more of it is to come. */
  boolean continues() {
    return continuesAfter(size - 1);
  }

  boolean hasMetadata() {
    return (options[0] & IfXdp.XDP_TX_METADATA) != 0;
  }

  int lengthBytes() {
    int sum = 0;
    for (int n = 0; n < size; n++) {
      sum += lengthsBytes[n];
    }
    return sum;
  }

  /** Its bytes: where they lie, or put together. */
  MemorySegment bytesIn(MemorySegment umem) {
    if (size == 1) {
      return umem.asSlice(addresses[0], lengthsBytes[0]);
    }
    MemorySegment all = MemorySegment.ofArray(new byte[lengthBytes()]);
    long at = 0;
    for (int n = 0; n < size; n++) {
      MemorySegment.copy(umem, addresses[n], all, at, lengthsBytes[n]);
      at += lengthsBytes[n];
    }
    return all;
  }
}
