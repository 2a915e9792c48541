package reactor.xsk.internal.stream;

import org.jspecify.annotations.Nullable;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskException;

/**
 * A packet writer whose packets are for one interface, and that knows before an item is taken
 * whether it can be written.
 *
 * @param <T> the type of the items
 */
public interface GatedWriter<T> extends PacketWriter<T> {

  /** The gate of the streams of this writer. */
  Gate gate();

  /**
   * Why a sender on this interface cannot send what is written, ever; null if it can. Any thread.
   */
  @Nullable XskException misfit(SenderInterface sender);
}
