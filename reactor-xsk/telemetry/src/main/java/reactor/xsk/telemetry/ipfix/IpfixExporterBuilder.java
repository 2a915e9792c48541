package reactor.xsk.telemetry.ipfix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import reactor.xsk.telemetry.ExporterBuilder;
import reactor.xsk.telemetry.ExporterSettings;
import reactor.xsk.telemetry.internal.flow.ExportLedger;
import reactor.xsk.telemetry.internal.flow.ExporterCore;
import reactor.xsk.telemetry.internal.template.TemplateAssembler;
import reactor.xsk.telemetry.internal.template.TemplateSchedule;
import reactor.xsk.telemetry.record.RecordTemplate;

/**
 * The settings of an {@link IpfixExporter}. For one thread.
 *
 * @param <R> the type of the records
 */
public final class IpfixExporterBuilder<R> extends ExporterBuilder<IpfixExporterBuilder<R>> {

  private static final long MAX_DOMAIN = 0xffff_ffffL;

  private final List<RecordTemplate<?>> templates = new ArrayList<>();
  // A number of its own for each exporter, since collectors know exporters by address and domain.
  // It is even, and the
  // next one is for options.
  private long observationDomain = 2 * (1 + ThreadLocalRandom.current().nextLong(MAX_DOMAIN / 2));
  private long optionsDomain;
  private Duration templateRefresh = Duration.ofSeconds(30);
  private long templateRefreshMessages = 4_096;
  private int templateCopies = 3;
  private Duration reliabilityInterval = Duration.ofSeconds(60);

  IpfixExporterBuilder() {}

  @Override
  protected IpfixExporterBuilder<R> self() {
    return this;
  }

  /**
   * Adds the template of a class of records. Templates get their numbers, from 256, in this order.
   *
   * @param template the template; with scope fields it is an options template
   * @return this
   */
  public IpfixExporterBuilder<R> template(RecordTemplate<? extends R> template) {
    templates.add(template);
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
   * Sets when templates are sent again: {@code templateRefreshTimeout} and {@code
   * optionsTemplateRefreshTimeout} of RFC 6728.
   *
   * @param interval 1 s to 1 d; the default is 30 s
   * @param messages after so many messages also before; 1 or more, the default is 4,096
   * @return this
   */
  public IpfixExporterBuilder<R> templateRefresh(Duration interval, long messages) {
    check(interval, Duration.ofSeconds(1), Duration.ofDays(1), "templateRefresh");
    check(messages, 1, Long.MAX_VALUE, "templateRefresh messages");
    templateRefresh = interval;
    templateRefreshMessages = messages;
    return this;
  }

  /**
   * Sets how often templates are sent before the first record of a stream, each time in a message
   * of their own (RFC 7011 section 8.4).
   *
   * @param copies 1 to 10; the default is 3
   * @return this
   */
  public IpfixExporterBuilder<R> templateCopies(int copies) {
    check(copies, 1, 10, "templateCopies");
    templateCopies = copies;
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
    if (templates.isEmpty()) {
      throw new IllegalArgumentException("an exporter has at least one template");
    }
    ExporterSettings settings = settings();
    ExportLedger ledger = new ExportLedger(settings.clock());
    Domain data = new Domain(observationDomain, settings.clock().wall());
    long optionsId = optionsDomain == 0 ? observationDomain % MAX_DOMAIN + 1 : optionsDomain;
    Domain options =
        optionsId == observationDomain ? data : new Domain(optionsId, settings.clock().wall());
    Session session = new Session(templates, data, options, observationDomain, ledger);
    TemplateAssembler<R> assembler =
        new TemplateAssembler<>(
            settings,
            ledger,
            session,
            new TemplateSchedule(
                templateRefresh.toNanos(), templateRefreshMessages, templateCopies),
            reliabilityInterval.toNanos());
    return new IpfixExporter<>(
        new ExporterCore<>(settings, assembler, ledger, session::regularReport),
        observationDomain,
        optionsId);
  }
}
