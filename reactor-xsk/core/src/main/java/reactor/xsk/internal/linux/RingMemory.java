package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * A ring that the kernel and this process share: where its fields lie.
 *
 * @param memory the mapping
 * @param producerOffset offset of the producer index, u32
 * @param consumerOffset offset of the consumer index, u32
 * @param flagsOffset offset of the flags, u32
 * @param descriptorsOffset offset of the first entry
 * @param entries number of entries, a power of two
 */
public record RingMemory(
    MemorySegment memory,
    long producerOffset,
    long consumerOffset,
    long flagsOffset,
    long descriptorsOffset,
    int entries) {

  /** The entries as words of 8 bytes; {@code entryBytes} is the size of one. */
  public LongBuffer entriesAsWords(int entryBytes) {
    return memory
        .asSlice(descriptorsOffset, (long) entries * entryBytes)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }
}
