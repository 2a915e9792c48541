package reactor.xsk.samples.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.PacketWriter;
import reactor.xsk.samples.telemetry.HostCounters;
import reactor.xsk.samples.telemetry.Reading;
import reactor.xsk.samples.telemetry.RecordEncoder;
import reactor.xsk.samples.telemetry.TelemetryRecord;

/** The three phases of the demo, one after the other, and the verdict. */
final class DemoRun {

  private static final Duration PERIOD = Duration.ofMillis(100);

  private final Wire wire;
  private final HostCounters counters;
  private final Screen screen;
  private final Interrupt interrupt;
  private final PacketWriter<TelemetryRecord> writer;
  private final List<String> failures = new ArrayList<>();

  DemoRun(Wire wire, HostCounters counters, Screen screen, Interrupt interrupt) {
    this.wire = wire;
    this.counters = counters;
    this.screen = screen;
    this.interrupt = interrupt;
    this.writer = wire.headers().datagrams(RecordEncoder::encode);
  }

  /** Returns the exit status. */
  int run(Duration telemetry, FullRate fullRate) {
    introduce();
    damage();
    Refusals before = wire.receiver().refusals();
    List<PhaseResult> results = new ArrayList<>();
    if (!telemetry.isZero() && !interrupt.happened()) {
      results.add(telemetry(telemetry));
    }
    if (!fullRate.duration().isZero() && !interrupt.happened()) {
      results.add(fullRate(fullRate));
    }
    if (interrupt.happened()) {
      results.removeIf(result -> result.report().accepted() == 0);
    }
    Refusals refusals = wire.receiver().refusals().since(before);
    results.forEach(result -> failures.addAll(result.failures()));
    if (!refusals.equals(Refusals.NONE)) {
      failures.add("the receiver refused packets: " + refusals);
    }
    new Summary(screen, wire.sender().mode())
        .print(results, refusals, failures, interrupt.happened());
    return failures.isEmpty() ? 0 : 1;
  }

  private void introduce() {
    screen.title("reactor-xsk demo");
    screen.line("  wire      " + wire.path());
    screen.line("  port      " + wire.port() + ", windows of up to " + wire.batchSize());
    screen.line("  receiver  " + wire.receiver().describe());
    screen.line("  kernel    " + System.getProperty("os.version"));
    screen.line("");
  }

  /** Shows that a wrong packet would be noticed, so that none noticed later means something. */
  private void damage() {
    screen.title("1  Three packets damaged on purpose, then a good one");
    Refusals before = wire.receiver().refusals();
    PhaseResult result =
        phase(Mono.never(), record -> {}, new DamagingWriter(writer), DamagingWriter.DAMAGED)
            .run("damage", Flux.fromIterable(counters.read()).take(DamagingWriter.DAMAGED + 1L));
    Refusals refusals = wire.receiver().refusals().since(before);
    screen.line("  the receiver took %d and refused: %s".formatted(result.received(), refusals));
    if (!refusals.equals(DamagingWriter.EXPECTED)) {
      failures.add("damage: the receiver was to refuse exactly: " + DamagingWriter.EXPECTED);
    }
    failures.addAll(result.failures());
    screen.line("");
  }

  private PhaseResult telemetry(Duration duration) {
    screen.title(
        "2  Telemetry: this machine's interfaces and CPUs, every %d ms for %d s"
            .formatted(PERIOD.toMillis(), duration.toSeconds()));
    Flux<Reading> readings =
        Flux.interval(Duration.ZERO, PERIOD, Schedulers.boundedElastic()) // it reads files
            .onBackpressureDrop()
            .concatMapIterable(tick -> counters.read());
    ArrivedTelemetry arrived = new ArrivedTelemetry();
    PhaseResult result =
        phase(after(duration), arrived::onRecord, writer, 0).run("telemetry", readings);
    printTotals(result);
    screen.line("  the last that arrived:");
    arrived.lines().forEach(line -> screen.line("    " + line));
    screen.line("");
    return result;
  }

  private PhaseResult fullRate(FullRate stream) {
    screen.title("3  Stream: " + stream);
    PhaseResult result =
        phase(after(stream.duration()), record -> {}, writer, 0).run("stream", stream.readings());
    printTotals(result);
    screen.line("");
    return result;
  }

  private Phase phase(
      Mono<?> end,
      Consumer<TelemetryRecord> onGood,
      PacketWriter<TelemetryRecord> phaseWriter,
      int refusedOnPurpose) {
    return Phase.of(wire, screen, end, new RecordChecker(onGood), phaseWriter, refusedOnPurpose);
  }

  private Mono<?> after(Duration duration) {
    return Mono.firstWithSignal(Mono.delay(duration), interrupt.requested());
  }

  private void printTotals(PhaseResult result) {
    screen.line(
        "  %4.1f s  sent %,d  completed %,d  received %,d  %,.0f pps"
            .formatted(
                result.seconds(),
                result.report().accepted(),
                result.report().completed(),
                result.received(),
                result.packetsPerSecond()));
  }
}
