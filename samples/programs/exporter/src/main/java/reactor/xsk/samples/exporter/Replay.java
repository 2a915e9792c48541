package reactor.xsk.samples.exporter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The flows of a capture, at its own pace, faster, or at once. Times are moved to now. */
final class Replay {

  private static final long IDLE_MS = 15_000;
  private static final long ACTIVE_MS = 60_000;

  private Replay() {}

  /** {@code speed} times as fast as it was captured; 0 is without waiting. */
  static Flux<FlowRecord> of(List<CapturedPacket> packets, double speed) {
    if (packets.isEmpty()) {
      return Flux.empty();
    }
    return Flux.defer(
        () -> {
          long shiftMs = System.currentTimeMillis() - packets.getFirst().timeMs();
          FlowCache cache = new FlowCache(IDLE_MS, ACTIVE_MS);
          long firstMs = packets.getFirst().timeMs();
          List<Batch> batches = new ArrayList<>();
          for (CapturedPacket packet : packets) {
            add(batches, packet.timeMs() - firstMs, cache.add(packet));
          }
          add(batches, packets.getLast().timeMs() - firstMs, cache.endAll());
          long startNs = System.nanoTime();
          return Flux.fromIterable(batches)
              .concatMap(batch -> batch.after(startNs, speed), 1)
              .map(flow -> moved(flow, shiftMs));
        });
  }

  private static void add(List<Batch> batches, long atMs, List<FlowRecord> flows) {
    if (!flows.isEmpty()) {
      batches.add(new Batch(atMs, flows));
    }
  }

  /** Flows that ended at a time of the capture. */
  private record Batch(long atMs, List<FlowRecord> flows) {

    Flux<FlowRecord> after(long startNs, double speed) {
      if (speed == 0) {
        return Flux.fromIterable(flows);
      }
      long dueNs = startNs + (long) (atMs * 1_000_000 / speed);
      return Mono.delay(Duration.ofNanos(Math.max(0, dueNs - System.nanoTime())))
          .thenMany(Flux.fromIterable(flows));
    }
  }

  private static FlowRecord moved(FlowRecord flow, long shiftMs) {
    return new FlowRecord(
        flow.sourceIPv4Address(),
        flow.destinationIPv4Address(),
        flow.sourceTransportPort(),
        flow.destinationTransportPort(),
        flow.protocolIdentifier(),
        flow.ipClassOfService(),
        flow.tcpControlBits(),
        flow.octetDeltaCount(),
        flow.packetDeltaCount(),
        flow.flowStartMilliseconds() + shiftMs,
        flow.flowEndMilliseconds() + shiftMs);
  }
}
