package reactor.xsk.samples.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.xsk.samples.bench.linux.FarEnd;
import reactor.xsk.samples.bench.linux.Wire;

/**
 * Where entrants run. Those who take turns have a wire each, because a queue has one AF_XDP socket
 * at a time; the next heat has the same wires.
 */
final class Tracks {

  /**
   * A place to run.
   *
   * @param wire the wire
   * @param farEnd what counts at its far end
   */
  record Track(Wire wire, FarEnd farEnd) {}

  private final Map<Integer, List<Track>> byQueues = new HashMap<>();
  private int wires;

  /** Track {@code index} of those with so many queues. */
  Track of(int queues, int index) throws IOException {
    List<Track> tracks = byQueues.computeIfAbsent(queues, it -> new ArrayList<>());
    while (tracks.size() <= index) {
      Wire wire = wire(queues);
      tracks.add(new Track(wire, FarEnd.of(wire.far(), Wire.indexOf(wire.far()))));
    }
    return tracks.get(index);
  }

  /** A new wire at whose far end nothing counts. */
  Wire wire(int queues) throws IOException {
    return Wire.make(wires++, queues);
  }
}
