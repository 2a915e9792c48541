package reactor.xsk.telemetry.sflow;

import java.net.InetAddress;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.SendResult;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.internal.flow.ExporterCore;

/**
 * Exports samples to one sFlow collector. An exporter is a sub-agent: it numbers its datagrams, and
 * the samples of each source.
 *
 * <p>Flow samples that it could not send are counted in the {@code drops} of the flow samples of
 * the same source that follow.
 */
public final class SflowExporter implements Exporter<SflowSample> {

  private final ExporterCore<SflowSample> core;

  SflowExporter(ExporterCore<SflowSample> core) {
    this.core = core;
  }

  /**
   * An exporter for an agent.
   *
   * @param agentAddress the address by which collectors know this machine
   * @return a builder
   */
  public static SflowExporterBuilder builder(InetAddress agentAddress) {
    return new SflowExporterBuilder(agentAddress);
  }

  @Override
  public Flux<TelemetryMessage> messages(Publisher<? extends SflowSample> samples) {
    return core.messages(samples);
  }

  @Override
  public Mono<ExportReport> export(
      Publisher<? extends SflowSample> samples,
      Function<Flux<TelemetryMessage>, Flux<SendResult<TelemetryMessage>>> transport) {
    return core.export(samples, transport);
  }

  @Override
  public ExportReport report() {
    return core.report();
  }
}
