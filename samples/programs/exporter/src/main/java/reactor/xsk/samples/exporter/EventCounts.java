package reactor.xsk.samples.exporter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/** Counts the events that the library writes for JDK Flight Recorder. */
final class EventCounts implements AutoCloseable {

  /** Those that are rare; a window is sent thousands of times a second. */
  private static final List<String> EVENTS =
      List.of(
          "PacketDropped",
          "TransmitStall",
          "SocketRebuilt",
          "RouteChanged",
          "SenderOpened",
          "SenderClosed");

  private static final String PREFIX = "reactor.xsk.";

  private final MeterRegistry registry;
  private final RecordingStream recording = new RecordingStream();

  EventCounts(MeterRegistry registry) {
    this.registry = registry;
    for (String event : EVENTS) {
      recording.enable(PREFIX + event);
      counter(event);
    }
    recording.onEvent(this::count);
    recording.startAsync();
  }

  private Counter counter(String event) {
    return Counter.builder("exporter.events")
        .tag("event", event)
        .description("Events of Flight Recorder")
        .register(registry);
  }

  private void count(RecordedEvent event) {
    String name = event.getEventType().getName();
    if (name.startsWith(PREFIX)) {
      counter(name.substring(PREFIX.length())).increment();
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
