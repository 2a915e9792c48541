package reactor.xsk.samples.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.xsk.samples.Pace;
import reactor.xsk.samples.telemetry.Reading;
import reactor.xsk.samples.telemetry.RecordEncoder;

/**
 * The stream at full rate.
 *
 * @param duration how long
 * @param rate packets per second; 0 for as many as go through
 * @param longestFrame in bytes; lengths run from the shortest frame to this one, odd ones included
 */
record FullRate(Duration duration, long rate, int longestFrame) {

  /** Headers and a record without content. */
  static final int SHORTEST_FRAME = PacketReader.HEADER_BYTES + RecordEncoder.shortestLength();

  /** The readings, without end. */
  Flux<Reading> readings() {
    List<Reading.Pattern> patterns =
        IntStream.rangeClosed(0, longestFrame - SHORTEST_FRAME)
            .mapToObj(Reading.Pattern::new)
            .toList();
    return numbers().map(n -> patterns.get((int) (n % patterns.size())));
  }

  private Flux<Long> numbers() {
    return rate > 0
        ? Pace.at(rate)
        : Flux.generate(
            () -> 0L,
            (n, sink) -> {
              sink.next(n);
              return n + 1;
            });
  }

  @Override
  public String toString() {
    String pace = rate > 0 ? "%,d packets per second".formatted(rate) : "full rate";
    return "%s for %d s, frames of %d to %,d bytes"
        .formatted(pace, duration.toSeconds(), SHORTEST_FRAME, longestFrame);
  }
}
