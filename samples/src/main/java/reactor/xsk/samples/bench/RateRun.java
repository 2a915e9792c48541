package reactor.xsk.samples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import reactor.xsk.samples.bench.linux.FarEnd;
import reactor.xsk.samples.bench.linux.ProcessTime;
import reactor.xsk.samples.bench.linux.SystemCalls;
import reactor.xsk.samples.bench.linux.Wire;

/**
 * Measures an entrant at full speed: lets it warm up, looks twice at the far end and at its CPU
 * time, then counts its system calls for a moment, since counting them costs something.
 */
record RateRun(
    Wire wire,
    FarEnd farEnd,
    @Nullable SystemCalls systemCalls,
    @Nullable Path txonly,
    Duration warmUp,
    Duration interval) {

  /** The far end counts packets and bytes one after the other while more arrive. */
  private static final double LENGTH_TOLERANCE = 0.02;

  private static final Duration C_WARM_UP = Duration.ofMillis(300);
  private static final Duration CALLS_INTERVAL = Duration.ofMillis(100);

  Rate measure(Entrant entrant, int size, int round)
      throws IOException, Child.UnavailableException {
    try (Child child = Child.start(entrant, wire, size, 0, txonly)) {
      sleep(entrant.isC() ? C_WARM_UP : warmUp);
      Map<String, Long> figuresBefore = child.figures();
      ProcessTime timeBefore = ProcessTime.of(child.pid());
      FarEnd.Count before = farEnd.count();
      long startNs = System.nanoTime();
      sleep(interval);
      FarEnd.Count arrived = farEnd.count().since(before);
      long tookNs = System.nanoTime() - startNs;
      long packets = arrived.packets();
      ProcessTime time = ProcessTime.of(child.pid()).since(timeBefore);
      Map<String, Long> figures = child.figures();
      check(entrant, size, arrived);
      double cpuNs = (double) time.totalNs() / packets;
      Long allocated = difference("allocated", figuresBefore, figures);
      return new Rate(
          entrant.id(),
          size,
          round,
          packets,
          packets * 1e9 / tookNs,
          cpuNs,
          cpuNs * time.userShare(),
          cpuNs * (1 - time.userShare()),
          callsPerPacket(child),
          allocated == null ? null : (double) allocated / packets,
          difference("gcMillis", figuresBefore, figures));
    }
  }

  private static void check(Entrant entrant, int size, FarEnd.Count arrived) throws IOException {
    if (arrived.packets() == 0) {
      throw new IOException(entrant.label() + ": nothing arrived");
    }
    double average = (double) arrived.bytes() / arrived.packets();
    if (Math.abs(average - size) > size * LENGTH_TOLERANCE) {
      throw new IOException(
          "%s: packets of %.1f bytes arrived, not of %d".formatted(entrant.label(), average, size));
    }
  }

  private @Nullable Double callsPerPacket(Child child) throws IOException {
    if (systemCalls == null) {
      return null;
    }
    long[] packets = new long[1];
    long calls =
        systemCalls.during(
            child.pid(),
            () -> {
              long before = farEnd.count().packets();
              sleep(CALLS_INTERVAL);
              packets[0] = farEnd.count().packets() - before;
            });
    return packets[0] == 0 ? null : (double) calls / packets[0];
  }

  private static @Nullable Long difference(
      String name, Map<String, Long> before, Map<String, Long> after) {
    Long first = before.get(name);
    Long last = after.get(name);
    return first == null || last == null ? null : last - first;
  }

  static void sleep(Duration duration) {
    long untilNs = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = untilNs - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
