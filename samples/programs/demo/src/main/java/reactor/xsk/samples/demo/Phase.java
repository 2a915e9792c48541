package reactor.xsk.samples.demo;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.XskCounters;
import reactor.xsk.samples.telemetry.Reading;
import reactor.xsk.samples.telemetry.TelemetryRecord;

/** One stream from its first packet to the arrival of its last, with progress shown meanwhile. */
final class Phase {

  private static final long REDRAW_MS = 200;
  private static final long ARRIVAL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

  private final Wire wire;
  private final Screen screen;
  private final Mono<?> end;
  private final RecordChecker checker;
  private final PacketWriter<TelemetryRecord> writer;
  private final int refusedOnPurpose;
  private final XskCounters before;
  private final long startNs = System.nanoTime();
  private long shownNs = startNs;
  private long shownReceived;

  private Phase(
      Wire wire,
      Screen screen,
      Mono<?> end,
      RecordChecker checker,
      PacketWriter<TelemetryRecord> writer,
      int refusedOnPurpose) {
    this.wire = wire;
    this.screen = screen;
    this.end = end;
    this.checker = checker;
    this.writer = writer;
    this.refusedOnPurpose = refusedOnPurpose;
    this.before = wire.sender().counters();
  }

  /**
   * A phase.
   *
   * @param end completes when no more readings are to be taken
   * @param refusedOnPurpose packets that will not arrive
   */
  static Phase of(
      Wire wire,
      Screen screen,
      Mono<?> end,
      RecordChecker checker,
      PacketWriter<TelemetryRecord> writer,
      int refusedOnPurpose) {
    return new Phase(wire, screen, end, checker, writer, refusedOnPurpose);
  }

  /** Sends the readings, at the pace of the receiver, until they end. */
  PhaseResult run(String name, Flux<? extends Reading> readings) {
    Credits credits = new Credits(wire.window());
    wire.receiver()
        .deliverTo(
            payload -> {
              checker.check(payload);
              credits.giveBack();
            });
    Flux<TelemetryRecord> records =
        credits
            .pace(readings)
            .takeUntilOther(end)
            .index(
                (n, reading) ->
                    new TelemetryRecord(n, System.currentTimeMillis() * 1_000_000, reading))
            .doOnNext(checker::expect);

    screen.progressStarts();
    SendReport report = await(wire.sender().send(records, writer).toFuture());
    awaitArrival(report.completed() - refusedOnPurpose);
    return result(name, report);
  }

  private SendReport await(CompletableFuture<@Nullable SendReport> sent) {
    while (true) {
      try {
        return Objects.requireNonNull(sent.get(REDRAW_MS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        screen.progress(progress());
      } catch (ExecutionException e) {
        throw new DemoFailure(String.valueOf(e.getCause()), e);
      } catch (InterruptedException e) {
        throw new DemoFailure("the main thread was interrupted", e);
      }
    }
  }

  private void awaitArrival(long packets) {
    long deadlineNs = System.nanoTime() + ARRIVAL_TIMEOUT_NS;
    while (checker.arrived() < packets && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  private String progress() {
    long nowNs = System.nanoTime();
    long received = checker.received();
    double pps = (received - shownReceived) * 1e9 / (nowNs - shownNs);
    shownNs = nowNs;
    shownReceived = received;
    XskCounters now = wire.sender().counters();
    return "  %4.1f s  sent %,d  completed %,d  received %,d  %,.0f pps"
        .formatted(
            (nowNs - startNs) / 1e9,
            now.packets() - before.packets(),
            now.completed() - before.completed(),
            received,
            pps);
  }

  private PhaseResult result(String name, SendReport report) {
    XskCounters now = wire.sender().counters();
    return new PhaseResult(
        name,
        report,
        checker.received(),
        checker.changed(),
        checker.outOfOrder(),
        refusedOnPurpose,
        now.windows() - before.windows(),
        now.kicks() - before.kicks(),
        (System.nanoTime() - startNs) / 1e9);
  }
}
