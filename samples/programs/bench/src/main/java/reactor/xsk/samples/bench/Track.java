package reactor.xsk.samples.bench;

import java.io.IOException;
import reactor.xsk.samples.bench.linux.FarEnd;
import reactor.xsk.samples.bench.linux.Wire;

/**
 * Where an entrant runs: a wire of its own, because a queue has one AF_XDP socket at a time.
 *
 * @param wire the wire
 * @param farEnd what counts at its far end
 */
record Track(Wire wire, FarEnd farEnd) {

  static Track make(int number) throws IOException {
    Wire wire = Wire.make(number);
    return new Track(wire, FarEnd.of(wire.far(), Wire.indexOf(wire.far())));
  }
}
