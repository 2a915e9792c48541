package reactor.xsk;

import java.lang.foreign.MemorySegment;

/**
 * A {@link PacketWriter} that also asks for a checksum or a launch time, packet by packet. It is
 * passed to {@link XskSender} as any other writer; what it may ask for is set by {@link
 * XskConfig.Builder#metadata}.
 *
 * <p>It serves senders without metadata as well, in every mode, if it looks at {@link
 * TxMetadata#hasChecksums()} and computes checksums itself where that is false.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface MetadataWriter<T> extends PacketWriter<T> {

  /**
   * Writes {@code item} by the rules of {@link PacketWriter#write}.
   *
   * @param item the item
   * @param frame where to write
   * @param metadata what to ask for; nothing was asked for yet
   * @return the length of the packet in bytes
   */
  int write(T item, MemorySegment frame, TxMetadata metadata);

  /** Writes for a sender without metadata. */
  @Override
  default int write(T item, MemorySegment frame) {
    return write(item, frame, NoMetadata.INSTANCE);
  }
}
