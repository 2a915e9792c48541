package reactor.xsk.telemetry.netflow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import reactor.xsk.telemetry.ExporterSettings;
import reactor.xsk.telemetry.TemplateExporterBuilder;
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
public final class NetFlow9ExporterBuilder<R>
    extends TemplateExporterBuilder<R, NetFlow9ExporterBuilder<R>> {

  private static final long MAX_SOURCE_ID = 0xffff_ffffL;

  private long sourceId = 1 + ThreadLocalRandom.current().nextLong(MAX_SOURCE_ID);

  NetFlow9ExporterBuilder() {}

  @Override
  protected NetFlow9ExporterBuilder<R> self() {
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
   * Builds the exporter.
   *
   * @return an exporter at the beginning of its session
   * @throws IllegalArgumentException if there is no template, or NetFlow v9 does not have one of
   *     its fields
   */
  public NetFlow9Exporter<R> build() {
    ExporterSettings settings = settings();
    ExportLedger ledger = new ExportLedger(settings.clock());
    UpTime upTime = new UpTime(settings.clock().wall());
    List<RecordTemplate<?>> ofNetFlow = new ArrayList<>();
    templates().forEach(template -> ofNetFlow.add(FlowFields.of(template, upTime)));
    NetFlow9Session session = new NetFlow9Session(ofNetFlow, new SourceFraming(sourceId, upTime));
    TemplateAssembler<R> assembler =
        new TemplateAssembler<>(
            settings,
            ledger,
            session,
            new TemplateSchedule(
                templateRefresh().toNanos(), templateRefreshMessages(), templateCopies()),
            templateRefresh().toNanos());
    return new NetFlow9Exporter<>(
        new ExporterCore<>(settings, assembler, ledger, session::regularReport));
  }
}
