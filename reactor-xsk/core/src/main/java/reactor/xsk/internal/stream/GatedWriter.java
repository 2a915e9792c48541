package reactor.xsk.internal.stream;

import reactor.xsk.PacketWriter;

/**
 * A packet writer that knows before an item is taken whether it can be written.
 *
 * @param <T> the type of the items
 */
public interface GatedWriter<T> extends PacketWriter<T> {

  /** The gate of the streams of this writer. */
  Gate gate();
}
