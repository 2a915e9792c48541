package reactor.xsk.samples.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.xsk.samples.bench.Tracks.Track;
import reactor.xsk.samples.bench.linux.FarEnd;
import reactor.xsk.samples.bench.linux.JobControl;
import reactor.xsk.samples.bench.linux.ProcessTime;
import reactor.xsk.samples.bench.linux.SystemCalls;

/**
 * An entrant at full speed, for one size in one round. It is started and warmed up, and measured in
 * slices of a tenth of a second, between which it stands still and others have theirs: what
 * disturbs the machine for a second disturbs all alike.
 */
final class RateRun implements AutoCloseable {

  /** Long against the caches that the others have filled meanwhile. */
  private static final Duration SLICE = Duration.ofMillis(100);

  private static final Duration SETTLING = Duration.ofMillis(5);

  /** The far end counts packets and bytes one after the other while more arrive. */
  private static final double LENGTH_TOLERANCE = 0.02;

  private static final Duration CALLS_INTERVAL = Duration.ofMillis(100);

  private final Entrant entrant;
  private final Track track;
  private final Child child;
  private final int size;
  private final Map<String, Long> figuresBefore;
  private final FarEnd.Count countBefore;

  private FarEnd.Count arrived = new FarEnd.Count(0, 0);
  private ProcessTime time = ProcessTime.NONE;
  private long tookNs;

  private RateRun(Entrant entrant, Track track, Child child, int size) throws IOException {
    this.entrant = entrant;
    this.track = track;
    this.child = child;
    this.size = size;
    this.figuresBefore = child.figures();
    this.countBefore = track.farEnd().count();
  }

  /** How many slices make up {@code interval}. */
  static int slices(Duration interval) {
    return (int) Math.max(1, interval.dividedBy(SLICE));
  }

  /** Starts it, lets it warm up, and lets it stand still. */
  static RateRun start(Entrant entrant, Track track, int size, WarmUp warmUp, Programs programs)
      throws IOException, Child.UnavailableException {
    Child child = Child.start(programs.command(entrant, track.wire(), size, 0));
    try {
      warmUp.of(entrant, child);
      RateRun run = new RateRun(entrant, track, child, size);
      JobControl.stop(child.pid());
      return run;
    } catch (IOException | RuntimeException | Error e) {
      child.close();
      throw e;
    }
  }

  Entrant entrant() {
    return entrant;
  }

  /** One slice. */
  void measure() throws IOException {
    JobControl.goOn(child.pid());
    WarmUp.sleep(SETTLING);
    ProcessTime timeBefore = ProcessTime.of(child.pid());
    FarEnd.Count before = track.farEnd().count();
    long startNs = System.nanoTime();
    WarmUp.sleep(SLICE);
    arrived = arrived.plus(track.farEnd().count().since(before));
    tookNs += System.nanoTime() - startNs;
    time = time.plus(ProcessTime.of(child.pid()).since(timeBefore));
    JobControl.stop(child.pid());
  }

  /**
   * What the slices showed, and its end. Counts the system calls now, since that costs something.
   */
  Rate result(int round, int heat, @Nullable SystemCalls systemCalls) throws IOException {
    JobControl.goOn(child.pid());
    Map<String, Long> figures = child.figures();
    long packetsInAll = track.farEnd().count().since(countBefore).packets();
    check(entrant, size, arrived);
    long packets = arrived.packets();
    double cpuNs = (double) time.totalNs() / packets;
    Long allocated = difference("allocated", figuresBefore, figures);
    Rate rate =
        new Rate(
            entrant.id(),
            size,
            round,
            heat,
            packets,
            packets * 1e9 / tookNs,
            cpuNs,
            cpuNs * time.userShare(),
            cpuNs * (1 - time.userShare()),
            systemCalls == null ? null : callsPerPacket(systemCalls),
            allocated == null ? null : (double) allocated / packetsInAll,
            difference("gcMillis", figuresBefore, figures),
            entrant.isJvm() ? time.compilersNs() / 1e6 : null);
    close();
    return rate;
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

  private @Nullable Double callsPerPacket(SystemCalls systemCalls) throws IOException {
    long[] packets = new long[1];
    long calls =
        systemCalls.during(
            child.pid(),
            () -> {
              long before = track.farEnd().count().packets();
              WarmUp.sleep(CALLS_INTERVAL);
              packets[0] = track.farEnd().count().packets() - before;
            });
    return packets[0] == 0 ? null : (double) calls / packets[0];
  }

  private static @Nullable Long difference(
      String name, Map<String, Long> before, Map<String, Long> after) {
    Long first = before.get(name);
    Long last = after.get(name);
    return first == null || last == null ? null : last - first;
  }

  @Override
  public void close() {
    child.close();
  }
}
