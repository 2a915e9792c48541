package reactor.xsk.net;

import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.stream.Gate;
import reactor.xsk.internal.stream.GatedWriter;

/** Writes the datagrams of a route, whose streams are held while there is no way. */
final class RouteWriter<T> implements GatedWriter<T> {

  private final DatagramWriter<T> datagrams;
  private final Gate gate;

  RouteWriter(Headers<? super T> headers, PayloadWriter<? super T> payloadWriter, Gate gate) {
    this.datagrams = new DatagramWriter<>(headers, payloadWriter);
    this.gate = gate;
  }

  @Override
  public int write(T item, MemorySegment frame) {
    return datagrams.write(item, frame);
  }

  @Override
  public Gate gate() {
    return gate;
  }
}
