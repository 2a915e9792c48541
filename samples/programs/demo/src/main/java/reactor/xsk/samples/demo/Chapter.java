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
import reactor.xsk.PacketWriter;
import reactor.xsk.SendResult;
import reactor.xsk.XskCounters;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.TelemetryMessage;

/** One export from its first message to the arrival of its last, with progress shown meanwhile. */
final class Chapter<R> {

  private static final long REDRAW_MS = 200;
  private static final long ARRIVAL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

  private final Wire wire;
  private final Screen screen;
  private final Exporter<R> exporter;
  private final PacketWriter<TelemetryMessage> writer;
  private final Collector collector = new Collector();
  private final XskCounters before;
  private final long startNs = System.nanoTime();
  private volatile Credits credits;

  Chapter(Wire wire, Screen screen, Exporter<R> exporter, PacketWriter<TelemetryMessage> writer) {
    this.wire = wire;
    this.screen = screen;
    this.exporter = exporter;
    this.writer = writer;
    this.before = wire.sender().counters();
    this.credits = new Credits(wire.window());
  }

  Collector collector() {
    return collector;
  }

  /** Exports the records, at the pace of the receiver, until they end. */
  ChapterResult run(String name, Flux<? extends R> records, int refusedOnPurpose) {
    wire.receiver()
        .deliverTo(
            payload -> {
              collector.onDatagram(payload);
              credits.giveBack();
            });
    screen.progressStarts();
    ExportReport report = await(exporter.export(records, this::send).toFuture());
    awaitArrival(report.sentMessages() - refusedOnPurpose);
    XskCounters now = wire.sender().counters();
    return new ChapterResult(
        name,
        report,
        collector.collected(),
        collector.wrong(),
        collector.reportedNotSent(),
        now.windows() - before.windows(),
        now.kicks() - before.kicks(),
        (System.nanoTime() - startNs) / 1e9);
  }

  /** Called for the records, and once more for the last report. */
  private Flux<SendResult<TelemetryMessage>> send(Flux<TelemetryMessage> messages) {
    credits = new Credits(wire.window());
    return wire.sender()
        .sendWithResults(credits.pace(messages), writer)
        .doOnNext(
            result -> {
              if (!result.isCompleted()) {
                credits.giveBack(); // it will not arrive
              }
            });
  }

  private ExportReport await(CompletableFuture<@Nullable ExportReport> export) {
    while (true) {
      try {
        return Objects.requireNonNull(export.get(REDRAW_MS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        screen.progress(progress());
      } catch (ExecutionException e) {
        throw new DemoFailure(String.valueOf(e.getCause()), e);
      } catch (InterruptedException e) {
        throw new DemoFailure("the main thread was interrupted", e);
      }
    }
  }

  private void awaitArrival(long datagrams) {
    long deadlineNs = System.nanoTime() + ARRIVAL_TIMEOUT_NS;
    while (collector.datagrams() < datagrams && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  private String progress() {
    ExportReport now = exporter.report();
    return "  %4.1f s  offered %,d  sent %,d  not sent %,d  collected %,d"
        .formatted(
            (System.nanoTime() - startNs) / 1e9,
            now.offeredRecords(),
            now.sentRecords(),
            now.notSentRecords(),
            collector.collected());
  }
}
