package reactor.xsk.net;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.MetadataWriter;
import reactor.xsk.TxMetadata;
import reactor.xsk.XskException;
import reactor.xsk.internal.stream.Gate;
import reactor.xsk.internal.stream.GatedWriter;
import reactor.xsk.internal.stream.SenderInterface;

/**
 * Writes the datagrams of routes by one interface, whose streams are held while their gate is shut.
 */
final class RouteWriter<T> implements GatedWriter<T>, MetadataWriter<T> {

  private final DatagramWriter<T> datagrams;
  private final Gate gate;
  private final RouteInterface leavesBy;

  RouteWriter(DatagramWriter<T> datagrams, Gate gate, RouteInterface leavesBy) {
    this.datagrams = datagrams;
    this.gate = gate;
    this.leavesBy = leavesBy;
  }

  @Override
  public int write(T item, MemorySegment frame) {
    return datagrams.write(item, frame);
  }

  @Override
  public int write(T item, MemorySegment frame, TxMetadata metadata) {
    return datagrams.write(item, frame, metadata);
  }

  @Override
  public Gate gate() {
    return gate;
  }

  @Override
  public @Nullable XskException misfit(SenderInterface sender) {
    return leavesBy.misfit(sender);
  }
}
