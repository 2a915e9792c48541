package reactor.xsk.telemetry.ipfix;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import reactor.xsk.telemetry.ExporterSettings;
import reactor.xsk.telemetry.TemplateExporterBuilder;
import reactor.xsk.telemetry.internal.flow.ExportLedger;
import reactor.xsk.telemetry.internal.flow.ExporterCore;
import reactor.xsk.telemetry.internal.template.TemplateAssembler;
import reactor.xsk.telemetry.internal.template.TemplateSchedule;

/**
 * The settings of an {@link IpfixExporter}. For one thread.
 *
 * @param <R> the type of the records
 */
public final class IpfixExporterBuilder<R>
    extends TemplateExporterBuilder<R, IpfixExporterBuilder<R>> {

  private static final long MAX_DOMAIN = 0xffff_ffffL;

  // A number of its own for each exporter, since collectors know exporters by address and domain.
  // It is even, and the next one is for options.
  private long observationDomain = 2 * (1 + ThreadLocalRandom.current().nextLong(MAX_DOMAIN / 2));
  private long optionsDomain;
  private Duration reliabilityInterval = Duration.ofSeconds(60);

  IpfixExporterBuilder() {}

  @Override
  protected IpfixExporterBuilder<R> self() {
    return this;
  }

  /**
   * Sets the observation domain of data records. Collectors that ignore the source port need one
   * for each exporter of a host.
   *
   * @param id 1 to 4,294,967,295; the default is a random even number
   * @return this
   */
  public IpfixExporterBuilder<R> observationDomain(long id) {
    check(id, 1, MAX_DOMAIN, "observationDomain");
    observationDomain = id;
    return this;
  }

  /**
   * Sets the observation domain of options records. Set it to that of the data where the collector
   * counts options records in the sequence, as RFC 7011 asks; nfcapd 1.7 does not.
   *
   * @param id 1 to 4,294,967,295; the default is the number behind the domain of the data
   * @return this
   */
  public IpfixExporterBuilder<R> optionsDomain(long id) {
    check(id, 1, MAX_DOMAIN, "optionsDomain");
    optionsDomain = id;
    return this;
  }

  /**
   * Sets how often the exporter reports what it could not send (RFC 7011 section 4.3).
   *
   * @param interval 1 s to 1 d; the default is 60 s
   * @return this
   */
  public IpfixExporterBuilder<R> reliabilityInterval(Duration interval) {
    check(interval, Duration.ofSeconds(1), Duration.ofDays(1), "reliabilityInterval");
    reliabilityInterval = interval;
    return this;
  }

  /**
   * Builds the exporter.
   *
   * @return an exporter at the beginning of its session
   * @throws IllegalArgumentException if there is no template
   */
  public IpfixExporter<R> build() {
    ExporterSettings settings = settings();
    ExportLedger ledger = new ExportLedger(settings.clock());
    Domain data = new Domain(observationDomain, settings.clock().wall());
    long optionsId = optionsDomain == 0 ? observationDomain % MAX_DOMAIN + 1 : optionsDomain;
    Domain options =
        optionsId == observationDomain ? data : new Domain(optionsId, settings.clock().wall());
    Session session = new Session(templates(), data, options, observationDomain, ledger);
    TemplateAssembler<R> assembler =
        new TemplateAssembler<>(
            settings,
            ledger,
            session,
            new TemplateSchedule(
                templateRefresh().toNanos(), templateRefreshMessages(), templateCopies()),
            reliabilityInterval.toNanos());
    return new IpfixExporter<>(
        new ExporterCore<>(settings, assembler, ledger, session::regularReport),
        observationDomain,
        optionsId);
  }
}
