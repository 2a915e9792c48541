package reactor.xsk.telemetry.internal.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.ExporterSettings;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.internal.flow.ExportLedger;
import reactor.xsk.telemetry.internal.flow.MessageAssembler;

/** Packs records into messages of a protocol with templates. */
public final class TemplateAssembler<R> implements MessageAssembler<R> {

  /** UDP over IPv4: 65,535 without the two headers. */
  private static final int MOST_BYTES = 65_507;

  private final ExporterSettings settings;
  private final ExportLedger ledger;
  private final TemplateSession session;
  private final TemplateSchedule templates;
  private final long reportNs;
  private final Deque<AccountedMessage> due = new ArrayDeque<>();
  private final List<TemplateEntry<?>> entries;

  private @Nullable DataMessage open;
  private TemplateEntry<?> latest;
  private long reportDueNs;

  public TemplateAssembler(
      ExporterSettings settings,
      ExportLedger ledger,
      TemplateSession session,
      TemplateSchedule templates,
      long reportNs) {
    this.settings = settings;
    this.ledger = ledger;
    this.session = session;
    this.templates = templates;
    this.reportNs = reportNs;
    this.entries = session.entries();
    this.latest = entries.getFirst();
  }

  @Override
  public void start(long nowNs) {
    templates.start();
    reportDueNs = nowNs + reportNs;
  }

  @Override
  public @Nullable AccountedMessage nextDue(long nowNs) {
    if (due.isEmpty()) {
      int copies = templates.take(nowNs, settings.clock().epochMillis());
      if (copies > 0) {
        due.addAll(session.declarations(copies, maxBytes()));
      } else if (nowNs - reportDueNs >= 0) {
        reportDueNs = nowNs + reportNs;
        AccountedMessage report = session.regularReport();
        if (report != null) {
          due.add(report);
        }
      }
    }
    return due.poll();
  }

  @Override
  public long nextDueNs() {
    long refreshNs = templates.nextNs();
    return refreshNs - reportDueNs < 0 ? refreshNs : reportDueNs;
  }

  private int maxBytes() {
    return Math.min(settings.maxPayloadBytes(), MOST_BYTES);
  }

  @Override
  public boolean add(R record) {
    TemplateEntry<R> entry = entry(record);
    int recordBytes;
    try {
      recordBytes = entry.template().sizeBytes(record);
    } catch (RuntimeException unreadable) {
      refuse(entry, record, unreadable);
      return true;
    }
    DataMessage message = open;
    if (message == null) {
      message = new DataMessage(entry.framing());
    } else if (message.framing() != entry.framing()) {
      return false;
    }
    int maxBytes = maxBytes();
    if (message.sizeWith(entry, recordBytes) > maxBytes) {
      if (message.recordCount() > 0) {
        return false;
      }
      refuse(
          entry,
          record,
          new IllegalArgumentException(
              "a record of %d octets does not fit into a message of %d: %s"
                  .formatted(recordBytes, maxBytes, entry.template())));
      return true;
    }
    message.add(entry, record, recordBytes);
    open = message;
    return true;
  }

  private void refuse(TemplateEntry<R> entry, R record, RuntimeException why) {
    ledger.failed(why);
    FlowCounts.notSent(ledger, entry, record);
  }

  /** The template of a record: by its class, unless there is only one. */
  @SuppressWarnings("unchecked") // the entry is found by the class
  private TemplateEntry<R> entry(R record) {
    if (latest.template().recordType().isInstance(record)) {
      return (TemplateEntry<R>) latest;
    }
    for (TemplateEntry<?> entry : entries) {
      if (entry.isOfUser() && entry.template().recordType().isInstance(record)) {
        latest = entry;
        return (TemplateEntry<R>) entry;
      }
    }
    throw new IllegalArgumentException(
        "no template for records of %s: give the exporter one for each class of records"
            .formatted(record.getClass().getName()));
  }

  @Override
  public boolean isOpen() {
    return open != null;
  }

  @Override
  public AccountedMessage close() {
    DataMessage message = Objects.requireNonNull(open);
    open = null;
    templates.countMessage();
    return message;
  }

  @Override
  public void discard(Consumer<Object> records) {
    DataMessage message = open;
    if (message != null) {
      open = null;
      message.discard(ledger, records);
    }
    due.clear();
  }
}
