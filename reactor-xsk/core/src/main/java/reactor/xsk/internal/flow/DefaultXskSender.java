package reactor.xsk.internal.flow;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
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
import reactor.xsk.internal.port.TxPort;

/** Wires a sender together: opens, starts, closes; has no logic of its own. */
public final class DefaultXskSender implements XskSender {

  private final TxCounters counters = new TxCounters();
  private final Waker waker = new Waker();
  private final Streams streams;
  private final StreamStarter starter;
  private final Ports ports;
  private final LoopThread thread;
  private final TxLoop loop;
  private volatile XskMode mode = XskMode.AUTO;
  private volatile int maxPacketBytes;

  private DefaultXskSender(XskConfig config) {
    streams = new Streams(counters, waker, config.reportListener());
    starter = new StreamStarter(streams, counters, config);
    ports = Ports.of(config);
    thread =
        new LoopThread(
            "xsk-tx-%s-%d".formatted(config.interfaceName(), config.queue()),
            nowNs -> openLoop(config, nowNs),
            waker,
            config.idleStrategy());
    thread.start();
    loop = awaitOpen(thread);
  }

  /** Opens a sender: see {@link XskSender#create}. */
  public static XskSender open(XskConfig config) {
    return new DefaultXskSender(config);
  }

  /** On the loop thread, which owns the port from the first moment. */
  private TxLoop openLoop(XskConfig config, long nowNs) {
    return new TxLoop(this::openPort, streams, counters, config, nowNs);
  }

  /** Once more if the socket is rebuilt: the MTU may be another by then. */
  private TxPort openPort() {
    TxPort port = ports.open();
    mode = port.mode();
    maxPacketBytes = port.maxPacketBytes();
    return port;
  }

  private static TxLoop awaitOpen(LoopThread thread) {
    try {
      return thread.opened().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof XskException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public <T> Mono<SendReport> send(Publisher<? extends T> items, PacketWriter<? super T> writer) {
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(writer, "writer");
    return MonoSend.<T>assembled(starter, items, writer);
  }

  @Override
  public <T> Flux<SendResult<T>> sendWithResults(
      Publisher<? extends T> items, PacketWriter<? super T> writer) {
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(writer, "writer");
    return FluxSendResults.<T>assembled(starter, items, writer);
  }

  @Override
  public XskCounters counters() {
    return counters.snapshot();
  }

  @Override
  public XskDeviceCounters deviceCounters() {
    return ports.deviceCounters();
  }

  @Override
  public XskMode mode() {
    return mode;
  }

  @Override
  public int maxPacketBytes() {
    return maxPacketBytes;
  }

  @Override
  public void close() {
    loop.requestClose();
    waker.wake();
    if (!(Thread.currentThread() instanceof LoopThread)) {
      awaitEnd();
    }
  }

  /** The loop ends by itself within closeTimeout; an interrupt is kept for the caller. */
  private void awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
