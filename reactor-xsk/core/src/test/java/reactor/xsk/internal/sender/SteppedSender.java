package reactor.xsk.internal.sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.loop.TxLoop;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.internal.port.PortOpener;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.stream.FluxSendResults;
import reactor.xsk.internal.stream.MonoSend;
import reactor.xsk.virtual.VirtualKernel;

/** A lane without a thread: the test makes each pass of the loop, at a time of its choice. */
public final class SteppedSender {

  /** More passes than anything in these tests takes. */
  private static final int MOST_PASSES = 100_000;

  private final XskConfig config;
  private final Lane lane;
  private final TxLoop loop;
  private final List<TxPort> ports = new ArrayList<>();
  private long nowNs;

  private SteppedSender(Supplier<TxPort> opener, XskConfig config) {
    this.config = config;
    this.lane =
        new Lane(
            config,
            () -> {
              TxPort port = opener.get();
              ports.add(port);
              return port;
            });
    this.loop = lane.openLoop(nowNs);
  }

  static SteppedSender over(VirtualKernel kernel, UnaryOperator<XskConfig.Builder> settings) {
    return over(kernel, VirtualKernels.of(kernel), settings);
  }

  /** The same, with another seam over the same kernel. */
  static SteppedSender over(
      VirtualKernel kernel, XskKernel seam, UnaryOperator<XskConfig.Builder> settings) {
    XskConfig.Builder builder =
        XskConfig.builder("step0").virtualKernel(kernel).bindTimeout(Duration.ZERO);
    XskConfig config = settings.apply(builder).build();
    return new SteppedSender(new PortOpener(seam, config)::open, config);
  }

  /** Over any port. */
  static SteppedSender over(TxPort port, UnaryOperator<XskConfig.Builder> settings) {
    return over(() -> port, it -> settings.apply(it.frameCount(port.frameCount())));
  }

  /** Over the ports of {@code opener}, one after the other. */
  static SteppedSender over(Supplier<TxPort> opener, UnaryOperator<XskConfig.Builder> settings) {
    return new SteppedSender(opener, settings.apply(XskConfig.builder("step0")).build());
  }

  public <T> Mono<SendReport> send(Publisher<? extends T> items, PacketWriter<? super T> writer) {
    return MonoSend.<T>assembled(lane::starter, items, writer);
  }

  <T> Flux<SendResult<T>> sendWithResults(
      Publisher<? extends T> items, PacketWriter<? super T> writer) {
    return FluxSendResults.<T>assembled(lane::starter, items, writer);
  }

  /** One pass of the loop, as its thread makes it. */
  public boolean step() {
    return !loop.isEnded() && loop.pass(nowNs);
  }

  /** Lets time pass. */
  public void advance(Duration time) {
    nowNs += time.toNanos();
  }

  /** Makes passes, a millisecond apart, until something is so. */
  public void stepUntil(String what, BooleanSupplier isSo) {
    for (int i = 0; !isSo.getAsBoolean(); i++) {
      if (i == MOST_PASSES) {
        throw new AssertionError("never within %d ms: %s".formatted(MOST_PASSES, what));
      }
      step();
      nowNs += 1_000_000;
    }
  }

  /** Makes passes, a millisecond apart, for a while. */
  void stepFor(Duration time) {
    long endNs = nowNs + time.toNanos();
    while (nowNs - endNs < 0) {
      step();
      nowNs += 1_000_000;
    }
  }

  void requestClose() {
    loop.requestClose(nowNs);
  }

  boolean hasFailed() {
    return loop.failure() != null;
  }

  boolean isEnded() {
    return loop.isEnded();
  }

  XskCounters counters() {
    return lane.counters();
  }

  XskConfig config() {
    return config;
  }

  long nowNs() {
    return nowNs;
  }

  /** All ports that were opened, the newest last. */
  List<TxPort> ports() {
    return ports;
  }

  TxPort port() {
    return ports.getLast();
  }
}
