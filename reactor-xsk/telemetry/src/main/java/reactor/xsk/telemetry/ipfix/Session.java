package reactor.xsk.telemetry.ipfix;

import java.util.ArrayList;
import java.util.List;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.internal.flow.ExportLedger;
import reactor.xsk.telemetry.internal.template.DataMessage;
import reactor.xsk.telemetry.internal.template.Declarations;
import reactor.xsk.telemetry.internal.template.TemplateEntry;
import reactor.xsk.telemetry.internal.template.TemplateSession;
import reactor.xsk.telemetry.record.RecordTemplate;

/**
 * The templates of an exporter with their numbers, in their domains, and the messages that are made
 * of them: declarations, type records, reliability.
 */
final class Session implements TemplateSession {

  /** RFC 7011 section 3.4.1: numbers below are of sets that are no data. */
  static final int FIRST_TEMPLATE_ID = 256;

  private final List<TemplateEntry<?>> entries = new ArrayList<>();
  private final long processId;
  private final ExportLedger ledger;
  private final List<TypeRecord> typeRecords;
  private final TemplateEntry<TypeRecord> types;
  private final TemplateEntry<Reliability> reliability;

  Session(
      List<? extends RecordTemplate<?>> templates,
      Domain data,
      Domain options,
      long processId,
      ExportLedger ledger) {
    this.processId = processId;
    this.ledger = ledger;
    int id = FIRST_TEMPLATE_ID;
    for (RecordTemplate<?> template : templates) {
      Domain domain = template.isOptions() ? options : data;
      entries.add(new TemplateEntry<>(id++, template, domain, true));
    }
    typeRecords = TypeRecord.of(templates);
    reliability = new TemplateEntry<>(id++, Reliability.template(), options, false);
    entries.add(reliability);
    types = new TemplateEntry<>(id, TypeRecord.template(typeRecords), options, false);
    if (!typeRecords.isEmpty()) {
      entries.add(types);
    }
  }

  @Override
  public List<TemplateEntry<?>> entries() {
    return entries;
  }

  /** Declares all templates, and describes the elements of enterprises. */
  @Override
  public List<AccountedMessage> declarations(int copies, int maxBytes) {
    List<AccountedMessage> messages = Declarations.of(entries, copies, maxBytes);
    describe(maxBytes, messages);
    return messages;
  }

  private void describe(int maxBytes, List<AccountedMessage> messages) {
    DataMessage message = new DataMessage(types.framing());
    for (TypeRecord record : typeRecords) {
      int size = types.template().sizeBytes(record);
      if (message.recordCount() > 0 && message.sizeWith(types, size) > maxBytes) {
        messages.add(message);
        message = new DataMessage(types.framing());
      }
      message.add(types, record, size);
    }
    if (message.recordCount() > 0) {
      messages.add(message);
    }
  }

  /** The exporting process reliability. */
  @Override
  public AccountedMessage regularReport() {
    Reliability record = Reliability.of(processId, ledger);
    DataMessage message = new DataMessage(reliability.framing());
    message.add(reliability, record, reliability.template().sizeBytes(record));
    return message;
  }
}
