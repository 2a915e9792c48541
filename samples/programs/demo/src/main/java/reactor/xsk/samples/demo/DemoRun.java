package reactor.xsk.samples.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.PacketWriter;
import reactor.xsk.samples.Pace;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.ipfix.IpfixExporterBuilder;
import reactor.xsk.telemetry.record.RecordTemplate;

/** The chapters of the demo, one after the other, and the verdict. */
final class DemoRun {

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Duration MAX_DELAY = Duration.ofMillis(50);

  private final Wire wire;
  private final HostCounters counters;
  private final Screen screen;
  private final Interrupt interrupt;
  private final PacketWriter<TelemetryMessage> writer;
  private final List<ChapterResult> results = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  DemoRun(Wire wire, HostCounters counters, Screen screen, Interrupt interrupt) {
    this.wire = wire;
    this.counters = counters;
    this.screen = screen;
    this.interrupt = interrupt;
    this.writer = wire.headers().datagrams(TelemetryMessage::writeTo);
  }

  /** Returns the exit status. */
  int run(Duration telemetry, Duration stream, long flowsPerSecond) {
    introduce();
    damage();
    Refusals before = wire.receiver().refusals();
    if (!telemetry.isZero() && !interrupt.happened()) {
      telemetry(telemetry);
    }
    Cable cable = wire.cable();
    if (cable != null && !interrupt.happened()) {
      outage(cable);
    }
    if (!stream.isZero() && !interrupt.happened()) {
      stream(stream, flowsPerSecond);
    }
    if (interrupt.happened()) {
      results.removeIf(result -> result.report().offeredRecords() == 0);
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
    screen.title("reactor-xsk demo: an exporter whose books close");
    screen.line("  wire       " + wire.path());
    screen.line("  port       " + wire.port() + ", windows of up to " + wire.batchSize());
    screen.line("  collector  " + wire.receiver().describe());
    screen.line("  kernel     " + System.getProperty("os.version"));
    screen.line("");
  }

  /** Shows that a wrong packet would be noticed, so that none noticed later means something. */
  private void damage() {
    screen.title("1  This machine's counters as IPFIX records; three packets damaged on purpose");
    Refusals before = wire.receiver().refusals();
    Chapter<HostRecord> chapter =
        new Chapter<>(wire, screen, hostExporter(), new DamagingWriter(writer));
    ChapterResult result =
        chapter.run("damage", Flux.fromIterable(counters.read()), DamagingWriter.DAMAGED);
    Refusals refusals = wire.receiver().refusals().since(before);
    screen.line("  the IP stack refused  " + refusals);
    screen.line(
        "  the collector could read all %d records: templates are sent three times"
            .formatted(result.collected()));
    if (!refusals.equals(DamagingWriter.EXPECTED)) {
      failures.add("damage: the IP stack was to refuse exactly: " + DamagingWriter.EXPECTED);
    }
    failures.addAll(result.failures());
    screen.line("");
  }

  private void telemetry(Duration duration) {
    screen.title(
        "2  The same every %d ms for %d s".formatted(PERIOD.toMillis(), duration.toSeconds()));
    Flux<HostRecord> records =
        Flux.interval(Duration.ZERO, PERIOD, Schedulers.boundedElastic()) // it reads files
            .onBackpressureDrop()
            .concatMapIterable(tick -> counters.read())
            .takeUntilOther(after(duration));
    Chapter<HostRecord> chapter = new Chapter<>(wire, screen, hostExporter(), writer);
    add(chapter.run("telemetry", records, 0));
    screen.line("  the last that the collector read:");
    chapter.collector().lines().forEach(line -> screen.line("    " + line));
    screen.line("");
  }

  private void outage(Cable cable) {
    screen.title("3  Flow records, and the cable is out for a moment");
    IpfixExporter<Flow> exporter = flowExporter().maxDelay(MAX_DELAY).build();
    Chapter<Flow> chapter = new Chapter<>(wire, screen, exporter, writer);
    Collector collector = chapter.collector();
    Flux<Flow> flows =
        new Outage(cable)
            .flows(
                () -> collector.collected() == Outage.FLOWS_BEFORE,
                () -> exporter.report().notSentRecords() > 0)
            .takeUntilOther(interrupt.requested());
    ChapterResult result = chapter.run("outage", flows, 0);
    add(result);
    ExportReport report = result.report();
    screen.line(
        "  the exporter: %,d offered = %,d sent + %,d not sent"
            .formatted(report.offeredRecords(), report.sentRecords(), report.notSentRecords()));
    screen.line(
        "  the collector: %,d collected, %,d missing by the sequence numbers; %,d reported by the"
                .formatted(result.collected(), collector.missing(), result.reportedNotSent())
            + " exporter as not sent");
    screen.line("");
  }

  private void stream(Duration duration, long flowsPerSecond) {
    screen.title(
        "4  Flow records for %d s, %s"
            .formatted(
                duration.toSeconds(),
                flowsPerSecond == 0
                    ? "as fast as they can be read"
                    : "%,d a second".formatted(flowsPerSecond)));
    Flux<Flow> flows = numbers(flowsPerSecond).map(Flow::of).takeUntilOther(after(duration));
    add(
        new Chapter<>(wire, screen, flowExporter().pace(0, 1).build(), writer)
            .run("stream", flows, 0));
    screen.line("");
  }

  private static Flux<Long> numbers(long perSecond) {
    return perSecond > 0
        ? Pace.at(perSecond)
        : Flux.generate(
            () -> 0L,
            (n, sink) -> {
              sink.next(n);
              return n + 1;
            });
  }

  private IpfixExporter<HostRecord> hostExporter() {
    return IpfixExporter.<HostRecord>builder()
        .template(RecordTemplate.of(HostRecord.InterfaceCounters.class))
        .template(RecordTemplate.of(HostRecord.CpuTimes.class))
        .maxPayloadBytes(wire::maxPayloadBytes)
        .build();
  }

  private IpfixExporterBuilder<Flow> flowExporter() {
    return IpfixExporter.builder(RecordTemplate.of(Flow.class))
        .maxPayloadBytes(wire::maxPayloadBytes);
  }

  private Mono<?> after(Duration duration) {
    return Mono.firstWithSignal(Mono.delay(duration), interrupt.requested());
  }

  private void add(ChapterResult result) {
    results.add(result);
    screen.line(
        "  %4.1f s  offered %,d  sent %,d  collected %,d  %,.0f records/s"
            .formatted(
                result.seconds(),
                result.report().offeredRecords(),
                result.report().sentRecords(),
                result.collected(),
                result.recordsPerSecond()));
  }
}
