package reactor.xsk.support;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskLane;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/** A sender over a virtual kernel, on an interface name of its own. */
public final class VirtualSender implements XskSender {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Map<VirtualKernel, String> NAMES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final VirtualKernel kernel;
  private final XskConfig config;
  private final XskSender sender;

  private VirtualSender(VirtualKernel kernel, XskConfig config) {
    this.kernel = kernel;
    this.config = config;
    this.sender = XskSender.create(config);
  }

  /** A sender with its defaults over a kernel with its defaults. */
  public static VirtualSender open() {
    return open(VirtualKernel.create(), config -> config);
  }

  /** A sender over a kernel that gives frames back only on command. */
  public static VirtualSender neverCompleting(UnaryOperator<XskConfig.Builder> settings) {
    VirtualKernel held = VirtualKernel.builder().completions(VirtualCompletions.onDemand()).build();
    return open(held, config -> settings.apply(config.closeTimeout(Duration.ZERO)));
  }

  /** A sender with settings over the given kernel. */
  public static VirtualSender open(
      VirtualKernel kernel, UnaryOperator<XskConfig.Builder> settings) {
    XskConfig.Builder builder = XskConfig.builder(nameOfInterfaceOf(kernel)).virtualKernel(kernel);
    return new VirtualSender(kernel, settings.apply(builder).build());
  }

  /** A kernel has one interface. */
  private static String nameOfInterfaceOf(VirtualKernel kernel) {
    return NAMES.computeIfAbsent(kernel, it -> "vt" + COUNT.incrementAndGet());
  }

  /** The kernel under the sender. */
  public VirtualKernel kernel() {
    return kernel;
  }

  /** The interface name, which the loop thread's name contains. */
  public String interfaceName() {
    return config.interfaceName();
  }

  /** The settings. */
  public XskConfig config() {
    return config;
  }

  /** Sends numbers as {@link Numbered} packets. */
  public Mono<SendReport> sendNumbers(Publisher<Integer> numbers) {
    return sender.send(numbers, Numbered.WRITER);
  }

  /** Sends numbers as {@link Numbered} packets, with results. */
  public Flux<SendResult<Integer>> sendNumbersWithResults(Publisher<Integer> numbers) {
    return sender.sendWithResults(numbers, Numbered.WRITER);
  }

  @Override
  public <T> Mono<SendReport> send(Publisher<? extends T> items, PacketWriter<? super T> writer) {
    return sender.send(items, writer);
  }

  @Override
  public <T> Flux<SendResult<T>> sendWithResults(
      Publisher<? extends T> items, PacketWriter<? super T> writer) {
    return sender.sendWithResults(items, writer);
  }

  @Override
  public <T> Mono<SendReport> sendByKey(
      Publisher<? extends T> items, Function<? super T, ?> keyOf, PacketWriter<? super T> writer) {
    return sender.sendByKey(items, keyOf, writer);
  }

  @Override
  public List<XskLane> queues() {
    return sender.queues();
  }

  @Override
  public XskCounters counters() {
    return sender.counters();
  }

  @Override
  public XskDeviceCounters deviceCounters() {
    return sender.deviceCounters();
  }

  @Override
  public XskMode mode() {
    return sender.mode();
  }

  @Override
  public int maxPacketBytes() {
    return sender.maxPacketBytes();
  }

  @Override
  public boolean isDisposed() {
    return sender.isDisposed();
  }

  @Override
  public Mono<Void> onDispose() {
    return sender.onDispose();
  }

  @Override
  public Mono<Void> disposeLater() {
    return sender.disposeLater();
  }

  @Override
  public void dispose() {
    sender.dispose();
  }

  @Override
  public void close() {
    sender.close();
  }
}
