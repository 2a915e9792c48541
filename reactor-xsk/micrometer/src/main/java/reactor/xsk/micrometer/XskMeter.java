package reactor.xsk.micrometer;

import io.micrometer.core.instrument.Tags;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskCounters;
import reactor.xsk.XskCounters.Counter;

/** The meters: name, tag, base unit and description of each, and the counter that it reads. */
enum XskMeter {
  ACCEPTED("items.accepted", "items", "Items taken from all sources", Counter.ACCEPTED),
  COMPLETED(
      "items.ended",
      "completed",
      "Items whose frame the kernel gave back without a drop reported",
      counters -> counters.completed()),
  DROPPED(
      "items.ended",
      "dropped",
      "Items that the kernel said it dropped, or that the device refused",
      counters -> counters.dropped()),
  FAILED(
      "items.ended",
      "failed",
      "Items that never reached the kernel",
      counters -> counters.failed() - counters.lost()),
  LOST(
      "items.ended",
      "lost",
      "Items that the kernel took and whose frame never came back",
      counters -> counters.lost()),
  DISCARDED(
      "items.ended",
      "discarded",
      "Items accepted and not published, because their stream or the sender ended",
      counters -> counters.discarded()),
  PUBLISHED("packets.published", "packets", "Packets published in the TX ring", Counter.PACKETS),
  DATA("data.published", "bytes", "Bytes of the published packets", Counter.BYTES),
  WINDOWS("windows", "windows", "Windows published", Counter.WINDOWS),
  KICKS("kicks", "calls", "System calls that make the kernel look at the ring", Counter.KICKS),
  KICKS_UNFINISHED(
      "kicks.unfinished",
      "calls",
      "Kicks after which descriptors were left in the ring",
      Counter.KICKS_UNFINISHED),
  COMPLETIONS("completions", "frames", "Frames that the kernel gave back", Counter.COMPLETIONS),
  LINK_WAITS(
      "link.waits",
      null,
      "Times the sender waited for the interface or carrier",
      Counter.LINK_WAITS),
  SLOWDOWNS(
      "slowdowns", null, "Times the sender waited for a device that refused", Counter.SLOWDOWNS),
  REBUILDS("rebuilds", null, "Sockets opened anew after frames were lost", Counter.REBUILDS),
  IN_FLIGHT(
      "frames.in.flight", "frames", "Frames published and not yet completed", Counter.IN_FLIGHT),
  FREE_FRAMES("frames.free", "frames", "Frames ready for a packet", Counter.FREE_FRAMES),
  OPEN_STREAMS("streams.open", "streams", "Streams that have not ended", Counter.OPEN_STREAMS);

  private static final String PREFIX = "reactor.xsk.";
  private static final String OUTCOME = "outcome";

  private final String meterName;
  private final Tags tags;
  private final @Nullable String unit;
  private final String description;
  private final boolean gauge;
  private final ToLongFunction<XskCounters> value;

  XskMeter(String name, @Nullable String unit, String description, Counter counter) {
    this(name, Tags.empty(), unit, description, counter.isGauge(), it -> it.get(counter));
  }

  XskMeter(String name, String outcome, String description, ToLongFunction<XskCounters> value) {
    this(name, Tags.of(OUTCOME, outcome), "items", description, false, value);
  }

  XskMeter(
      String name,
      Tags tags,
      @Nullable String unit,
      String description,
      boolean gauge,
      ToLongFunction<XskCounters> value) {
    this.meterName = PREFIX + name;
    this.tags = tags;
    this.unit = unit;
    this.description = description;
    this.gauge = gauge;
    this.value = value;
  }

  String meterName() {
    return meterName;
  }

  Tags tags() {
    return tags;
  }

  @Nullable String unit() {
    return unit;
  }

  String description() {
    return description;
  }

  boolean isGauge() {
    return gauge;
  }

  double read(XskCounters counters) {
    return value.applyAsLong(counters);
  }
}
