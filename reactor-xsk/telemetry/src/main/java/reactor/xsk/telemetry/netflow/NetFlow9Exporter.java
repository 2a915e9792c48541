package reactor.xsk.telemetry.netflow;

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
 * Exports records to one NetFlow v9 collector, for collectors that cannot read IPFIX.
 *
 * <p>Templates are those of IPFIX, as far as NetFlow v9 has their fields: numbers up to 127, fixed
 * sizes, no elements of enterprises. flowStart and flowEnd in seconds or milliseconds are sent as
 * milliseconds since the exporter's start, which counts as one day before its first message: a flow
 * that began before that cannot be sent. The start moves after 24.8 days, so that no time wraps.
 *
 * <p>Sequence numbers count packets, so a gap does not say how many records are missing, and there
 * is no record for what was not sent: {@link #report()} has it.
 *
 * @param <R> the type of the records
 */
public final class NetFlow9Exporter<R> implements Exporter<R> {

  private final ExporterCore<R> core;

  NetFlow9Exporter(ExporterCore<R> core) {
    this.core = core;
  }

  /**
   * An exporter of records of one class.
   *
   * @param template their template
   * @param <R> their class
   * @return a builder
   * @throws IllegalArgumentException if NetFlow v9 does not have one of its fields
   */
  public static <R> NetFlow9ExporterBuilder<R> builder(RecordTemplate<R> template) {
    return new NetFlow9ExporterBuilder<R>().template(template);
  }

  /**
   * An exporter of records of several classes: add a template for each.
   *
   * @param <R> what they have in common
   * @return a builder without templates
   */
  public static <R> NetFlow9ExporterBuilder<R> builder() {
    return new NetFlow9ExporterBuilder<>();
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
}
