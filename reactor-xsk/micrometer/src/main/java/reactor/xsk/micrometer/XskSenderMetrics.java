package reactor.xsk.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import reactor.xsk.XskLane;
import reactor.xsk.XskSender;

/**
 * Binds the counters of one sender to a registry, and takes the meters out again when the sender is
 * disposed. The meters are listed in {@code docs/metrics.md}.
 *
 * <pre>{@code
 * new XskSenderMetrics(sender, "collector-1").bindTo(registry);
 * }</pre>
 *
 * <p><b>Cost.</b> None per packet: the counters are read when the registry is read, which takes a
 * snapshot per meter and disturbs no loop. Each lane has meters of its own, with the tag {@code
 * queue}.
 *
 * <p><b>Life.</b> The registry refers weakly to the sender, so meters keep no sender alive; a
 * sender refers to the registry until it is disposed.
 *
 * <p>All methods may be called from any thread.
 */
public final class XskSenderMetrics implements MeterBinder {

  private static final String NAME = "name";
  private static final String QUEUE = "queue";

  private final XskSender sender;
  private final Tags tags;

  /**
   * Prepares the meters of a sender.
   *
   * @param sender the sender
   * @param name the value of the tag {@code name}: what tells this sender from others of the same
   *     registry, one of few, such as the name of the interface or of a collector
   */
  public XskSenderMetrics(XskSender sender, String name) {
    this(sender, name, Tags.empty());
  }

  /**
   * Prepares the meters of a sender.
   *
   * @param sender the sender
   * @param name the value of the tag {@code name}: what tells this sender from others of the same
   *     registry, one of few, such as the name of the interface or of a collector
   * @param tags further tags of every meter
   */
  public XskSenderMetrics(XskSender sender, String name, Iterable<Tag> tags) {
    this.sender = Objects.requireNonNull(sender, "sender");
    this.tags = Tags.of(tags).and(NAME, Objects.requireNonNull(name, "name"));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    List<Meter> meters = new ArrayList<>();
    List<XskLane> lanes = sender.queues();
    for (int lane = 0; lane < lanes.size(); lane++) {
      for (XskMeter meter : XskMeter.values()) {
        meters.add(register(meter, lane, lanes.get(lane).queue(), registry));
      }
    }
    Runnable remove = () -> meters.forEach(registry::remove);
    sender.onDispose().subscribe(null, failure -> remove.run(), remove);
  }

  private Meter register(XskMeter meter, int lane, int queue, MeterRegistry registry) {
    Tags all = tags.and(QUEUE, Integer.toString(queue)).and(meter.tags());
    ToDoubleFunction<XskSender> value = it -> meter.read(it.queues().get(lane).counters());
    if (meter.isGauge()) {
      return Gauge.builder(meter.meterName(), sender, value)
          .tags(all)
          .baseUnit(meter.unit())
          .description(meter.description())
          .register(registry);
    }
    return FunctionCounter.builder(meter.meterName(), sender, value)
        .tags(all)
        .baseUnit(meter.unit())
        .description(meter.description())
        .register(registry);
  }
}
