package reactor.xsk.telemetry.netflow;

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
 * The settings of a {@link NetFlow9Exporter}. For one thread.
 *
 * @param <R> the type of the records
 */
public final class NetFlow9ExporterBuilder<R> extends ExporterBuilder<NetFlow9ExporterBuilder<R>> {

  private static final long MAX_SOURCE_ID = 0xffff_ffffL;

  private final List<RecordTemplate<? extends R>> templates = new ArrayList<>();
  private long sourceId = 1 + ThreadLocalRandom.current().nextLong(MAX_SOURCE_ID);
  private Duration templateRefresh = Duration.ofSeconds(30);
  private long templateRefreshMessages = 4_096;
  private int templateCopies = 3;

  NetFlow9ExporterBuilder() {}

  @Override
  protected NetFlow9ExporterBuilder<R> self() {
    return this;
  }

  /**
   * Adds the template of a class of records. Templates get their numbers, from 256, in this order.
   *
   * @param template the template; with scope fields it is an options template
   * @return this
   */
  public NetFlow9ExporterBuilder<R> template(RecordTemplate<? extends R> template) {
    templates.add(template);
    return this;
  }

  /**
   * Sets the source. Collectors that ignore the source port need one for each exporter of a host.
   *
   * @param id 1 to 4,294,967,295; the default is random
   * @return this
   */
  public NetFlow9ExporterBuilder<R> sourceId(long id) {
    check(id, 1, MAX_SOURCE_ID, "sourceId");
    sourceId = id;
    return this;
  }

  /**
   * Sets when templates are sent again.
   *
   * @param interval 1 s to 1 d; the default is 30 s
   * @param messages after so many messages also before; 1 or more, the default is 4,096
   * @return this
   */
  public NetFlow9ExporterBuilder<R> templateRefresh(Duration interval, long messages) {
    check(interval, Duration.ofSeconds(1), Duration.ofDays(1), "templateRefresh");
    check(messages, 1, Long.MAX_VALUE, "templateRefresh messages");
    templateRefresh = interval;
    templateRefreshMessages = messages;
    return this;
  }

  /**
   * Sets how often templates are sent before the first record of a stream.
   *
   * @param copies 1 to 10; the default is 3
   * @return this
   */
  public NetFlow9ExporterBuilder<R> templateCopies(int copies) {
    check(copies, 1, 10, "templateCopies");
    templateCopies = copies;
    return this;
  }

  /**
   * Builds the exporter.
   *
   * @return an exporter at the beginning of its session
   * @throws IllegalArgumentException if there is no template, or NetFlow v9 does not have one of
   *     its fields
   */
  public NetFlow9Exporter<R> build() {
    if (templates.isEmpty()) {
      throw new IllegalArgumentException("an exporter has at least one template");
    }
    ExporterSettings settings = settings();
    ExportLedger ledger = new ExportLedger(settings.clock());
    UpTime upTime = new UpTime(settings.clock().wall());
    List<RecordTemplate<?>> ofNetFlow = new ArrayList<>();
    templates.forEach(template -> ofNetFlow.add(FlowFields.of(template, upTime)));
    NetFlow9Session session = new NetFlow9Session(ofNetFlow, new SourceFraming(sourceId, upTime));
    TemplateAssembler<R> assembler =
        new TemplateAssembler<>(
            settings,
            ledger,
            session,
            new TemplateSchedule(
                templateRefresh.toNanos(), templateRefreshMessages, templateCopies),
            templateRefresh.toNanos());
    return new NetFlow9Exporter<>(
        new ExporterCore<>(settings, assembler, ledger, session::regularReport));
  }
}
