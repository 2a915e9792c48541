package reactor.xsk.telemetry.ipfix;

import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.SendResult;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.internal.flow.ExporterCore;
import reactor.xsk.telemetry.record.RecordTemplate;

/**
 * Exports records to one IPFIX collector over UDP.
 *
 * <pre>{@code
 * IpfixExporter<Flow> exporter =
 *     IpfixExporter.builder(RecordTemplate.of(Flow.class))
 *         .maxPayloadBytes(route::maxPayloadBytes)
 *         .build();
 * exporter.export(flows, messages ->
 *     sender.sendWithResults(messages, route.datagrams(TelemetryMessage::writeTo)));
 * }</pre>
 *
 * <p>What it sends beside the records: the templates, several times before the first record and
 * again by time and by count; type records of elements of enterprises (RFC 5610); and what it could
 * not send (exporting process reliability, RFC 7011 section 4.3), regularly and at the end of each
 * {@link #export}. Options records, its own and those of options templates, have an observation
 * domain of their own by default.
 *
 * @param <R> the type of the records
 */
public final class IpfixExporter<R> implements Exporter<R> {

  private final ExporterCore<R> core;
  private final long observationDomain;
  private final long optionsDomain;

  IpfixExporter(ExporterCore<R> core, long observationDomain, long optionsDomain) {
    this.core = core;
    this.observationDomain = observationDomain;
    this.optionsDomain = optionsDomain;
  }

  /**
   * An exporter of records of one class.
   *
   * @param template their template
   * @param <R> their class
   * @return a builder
   */
  public static <R> IpfixExporterBuilder<R> builder(RecordTemplate<R> template) {
    return new IpfixExporterBuilder<R>().template(template);
  }

  /**
   * An exporter of records of several classes: add a template for each.
   *
   * @param <R> what they have in common
   * @return a builder without templates
   */
  public static <R> IpfixExporterBuilder<R> builder() {
    return new IpfixExporterBuilder<>();
  }

  @Override
  public Flux<TelemetryMessage> messages(Publisher<? extends R> records) {
    return core.messages(records);
  }

  @Override
  public Mono<ExportReport> export(
      Publisher<? extends R> records,
      Function<Flux<TelemetryMessage>, Flux<SendResult<TelemetryMessage>>> transport) {
    return core.export(records, transport);
  }

  @Override
  public ExportReport report() {
    return core.report();
  }

  /**
   * The observation domain of data records.
   *
   * @return 1 to 4,294,967,295
   */
  public long observationDomain() {
    return observationDomain;
  }

  /**
   * The observation domain of options records.
   *
   * @return 1 to 4,294,967,295
   */
  public long optionsDomain() {
    return optionsDomain;
  }
}
