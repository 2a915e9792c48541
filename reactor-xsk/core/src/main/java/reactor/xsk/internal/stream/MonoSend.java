package reactor.xsk.internal.stream;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;

/** The cold publisher of {@code send}: each subscription is a stream of its own. */
public final class MonoSend<T> extends Mono<SendReport> implements Scannable {

  private final Supplier<StreamStarter> lanes;
  private final Publisher<? extends T> items;
  private final PacketWriter<? super T> writer;

  private MonoSend(
      Supplier<StreamStarter> lanes, Publisher<? extends T> items, PacketWriter<? super T> writer) {
    this.lanes = lanes;
    this.items = items;
    this.writer = writer;
  }

  /**
   * A stream on the lane that {@code lanes} names when it is subscribed. Assembled as operators
   * are. With {@code Hooks.onOperatorDebug()} traces name this method, since they stop at the first
   * frame outside Reactor's own package; operators around it are named by the user's line.
   */
  public static <T> Mono<SendReport> assembled(
      Supplier<StreamStarter> lanes, Publisher<? extends T> items, PacketWriter<? super T> writer) {
    return onAssembly(new MonoSend<T>(lanes, items, writer));
  }

  @Override
  public void subscribe(CoreSubscriber<? super SendReport> actual) {
    StreamStarter starter = lanes.get();
    SendSubscriber<T> edge = starter.edge(actual);
    ReportDownstream<T> downstream = new ReportDownstream<>(actual, edge);
    Source<T> source = starter.source(edge, writer, downstream);
    actual.onSubscribe(downstream);
    starter.start(items, edge, source);
  }

  @Override
  @SuppressWarnings("rawtypes") // Scannable's signature
  public @Nullable Object scanUnsafe(Attr key) {
    return StreamStarter.scan(key, items, lanes);
  }
}
