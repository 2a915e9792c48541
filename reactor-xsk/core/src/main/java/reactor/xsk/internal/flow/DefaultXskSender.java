package reactor.xsk.internal.flow;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
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
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.port.Ports;

/** The public face of a lane. */
public final class DefaultXskSender implements XskSender {

  private static final Logger LOG = Loggers.getLogger(DefaultXskSender.class);

  /** How much longer than bindTimeout opening may take: the kernel may wait for others. */
  private static final long OPEN_GRACE_NS = TimeUnit.SECONDS.toNanos(30);

  private final XskConfig config;
  private final Ports ports;
  private final Lane lane;
  private final Disposal disposal;

  private DefaultXskSender(XskConfig config) {
    this.config = config;
    ports = Ports.of(config);
    try {
      lane = new Lane(config, ports::open);
      lane.ended().thenRun(ports::close);
      lane.start();
    } catch (Throwable t) {
      ports.close();
      throw t;
    }
    try {
      awaitOpen();
      LOG.info("open: {}", lane.describe());
      disposal = new Disposal(List.of(lane), config);
    } catch (Throwable t) {
      lane.requestClose(System.nanoTime()); // it may be open: memory can run out behind it
      throw t;
    }
  }

  /** Opens a sender: see {@link XskSender#create}. */
  public static XskSender open(XskConfig config) {
    return new DefaultXskSender(config);
  }

  private void awaitOpen() {
    CompletableFuture<TxLoop> opened = lane.thread().opened();
    long patienceNs = config.bindTimeout().toNanos() + OPEN_GRACE_NS;
    try {
      opened.copy().orTimeout(patienceNs, TimeUnit.NANOSECONDS).join();
    } catch (CompletionException e) {
      if (!opened.isDone()) {
        opened.completeExceptionally(late(patienceNs)); // unless it has opened in this moment
      }
      throwFailure(opened);
    }
  }

  private XskException late(long patienceNs) {
    BlockedThread blocked = new BlockedThread(lane.thread());
    return new XskException(
        "create",
        0,
        "the port is not open after " + TimeUnit.NANOSECONDS.toSeconds(patienceNs) + " s",
        "interface=%s, queue=%d, %s"
            .formatted(config.interfaceName(), config.queue(), blocked.describe()),
        "see the stack of the cause; a port that opens later is closed at once",
        blocked.stack());
  }

  private static void throwFailure(CompletableFuture<TxLoop> opened) {
    try {
      opened.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof XskException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public <T> Mono<SendReport> send(Publisher<? extends T> items, PacketWriter<? super T> writer) {
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(writer, "writer");
    return MonoSend.<T>assembled(lane.starter(), items, writer);
  }

  @Override
  public <T> Flux<SendResult<T>> sendWithResults(
      Publisher<? extends T> items, PacketWriter<? super T> writer) {
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(writer, "writer");
    return FluxSendResults.<T>assembled(lane.starter(), items, writer);
  }

  @Override
  public XskCounters counters() {
    return lane.counters();
  }

  @Override
  public XskDeviceCounters deviceCounters() {
    return ports.deviceCounters();
  }

  @Override
  public XskMode mode() {
    return lane.mode();
  }

  @Override
  public int maxPacketBytes() {
    return lane.maxPacketBytes();
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
