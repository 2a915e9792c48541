package reactor.xsk.internal.sender;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskLane;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.port.Ports;
import reactor.xsk.internal.stream.FluxSendResults;
import reactor.xsk.internal.stream.GatedWriter;
import reactor.xsk.internal.stream.MonoSend;
import reactor.xsk.internal.stream.SenderInterface;
import reactor.xsk.internal.stream.StreamStarter;

/** The public face of a list of lanes. */
public final class DefaultXskSender implements XskSender {

  private static final Logger LOG = Loggers.getLogger(DefaultXskSender.class);

  private final SenderInterface sender;
  private final Ports ports;
  private final Lanes lanes;
  private final Disposal disposal;

  private DefaultXskSender(XskConfig config) {
    ports = Ports.of(config);
    try {
      sender =
          new SenderInterface(
              ports.networkNamespace(), ports.interfaceIndex(), config.interfaceName());
      lanes = Lanes.open(config, ports);
    } catch (Throwable t) {
      ports.close();
      throw t;
    }
    try {
      lanes.ended().whenComplete((none, failure) -> ports.close());
      lanes.all().forEach(lane -> LOG.info("open: {}", lane.describe()));
      disposal = new Disposal(lanes.all(), config);
    } catch (Throwable t) {
      Lanes.requestClose(lanes.all()); // memory can run out, or the log fail
      ports.close();
      throw t;
    }
  }

  /** Opens a sender: see {@link XskSender#create}. */
  public static XskSender open(XskConfig config) {
    return new DefaultXskSender(config);
  }

  @Override
  public <T> Mono<SendReport> send(Publisher<? extends T> items, PacketWriter<? super T> writer) {
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(writer, "writer");
    XskException misfit = misfit(writer);
    return misfit == null
        ? MonoSend.<T>assembled(this::nextStarter, items, writer)
        : Mono.error(() -> endOfNothing(misfit));
  }

  @Override
  public <T> Flux<SendResult<T>> sendWithResults(
      Publisher<? extends T> items, PacketWriter<? super T> writer) {
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(writer, "writer");
    XskException misfit = misfit(writer);
    return misfit == null
        ? FluxSendResults.<T>assembled(this::nextStarter, items, writer)
        : Flux.error(() -> endOfNothing(misfit));
  }

  @Override
  public <T> Mono<SendReport> sendByKey(
      Publisher<? extends T> items, Function<? super T, ?> keyOf, PacketWriter<? super T> writer) {
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(keyOf, "keyOf");
    Objects.requireNonNull(writer, "writer");
    XskException misfit = misfit(writer);
    return misfit == null
        ? new KeySplit<T>(lanes, keyOf, writer).send(items)
        : Mono.error(() -> endOfNothing(misfit));
  }

  /** Neither a sender nor a route ever moves to another interface, so it is looked at here. */
  private @Nullable XskException misfit(PacketWriter<?> writer) {
    return writer instanceof GatedWriter<?> gated && sender.index() != NetDevice.BY_NAME
        ? gated.misfit(sender)
        : null;
  }

  private static XskException endOfNothing(XskException misfit) {
    return misfit.endingStream(SendReport.builder().build());
  }

  private StreamStarter nextStarter() {
    return lanes.leastBusy().starter();
  }

  @Override
  public XskCounters counters() {
    return lanes.counters();
  }

  @Override
  public List<XskLane> queues() {
    return lanes.states();
  }

  @Override
  public XskDeviceCounters deviceCounters() {
    return ports.deviceCounters();
  }

  @Override
  public XskMode mode() {
    return lanes.mode();
  }

  @Override
  public int maxPacketBytes() {
    return lanes.maxPacketBytes();
  }

  @Override
  public boolean isDisposed() {
    return disposal.isDisposed();
  }

  @Override
  public Mono<Void> onDispose() {
    return disposal.onDispose();
  }

  @Override
  public Mono<Void> disposeLater() {
    return disposal.disposeLater();
  }

  @Override
  public void dispose() {
    disposal.dispose();
  }

  @Override
  public void close() {
    disposal.close();
  }
}
