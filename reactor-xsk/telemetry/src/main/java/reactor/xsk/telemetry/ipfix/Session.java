package reactor.xsk.telemetry.ipfix;

import java.util.ArrayList;
import java.util.List;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.record.RecordTemplate;

/**
 * The templates of an exporter with their numbers, in their domains, and the messages that are made
 * of them: declarations, type records, reliability.
 */
final class Session {

  /** RFC 7011 section 3.4.1: numbers below are of sets that are no data. */
  static final int FIRST_TEMPLATE_ID = 256;

  private final List<TemplateEntry<?>> entries = new ArrayList<>();
  private final List<TypeRecord> typeRecords;
  private final TemplateEntry<TypeRecord> types;
  private final TemplateEntry<Reliability> reliability;

  Session(List<RecordTemplate<?>> templates, Domain data, Domain options) {
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

  List<TemplateEntry<?>> entries() {
    return entries;
  }

  /** Messages that declare all templates, and describe the elements of enterprises. */
  List<AccountedMessage> declarations(int copies, int maxBytes) {
    List<AccountedMessage> messages = new ArrayList<>();
    for (int copy = 0; copy < copies; copy++) {
      List<Domain> domains = entries.stream().map(TemplateEntry::domain).distinct().toList();
      domains.forEach(domain -> declare(domain, maxBytes, messages));
    }
    describe(maxBytes, messages);
    return messages;
  }

  private void declare(Domain domain, int maxBytes, List<AccountedMessage> messages) {
    List<TemplateEntry<?>> packed = new ArrayList<>();
    for (TemplateEntry<?> entry : entries) {
      if (entry.domain() != domain) {
        continue;
      }
      requireFits(entry, maxBytes);
      packed.add(entry);
      if (TemplateMessage.sizeBytes(packed) > maxBytes) {
        packed.removeLast();
        messages.add(new TemplateMessage(domain, List.copyOf(packed)));
        packed.clear();
        packed.add(entry);
      }
    }
    messages.add(new TemplateMessage(domain, List.copyOf(packed)));
  }

  private static void requireFits(TemplateEntry<?> entry, int maxBytes) {
    int size = TemplateMessage.sizeBytes(List.of(entry));
    if (size > maxBytes) {
      throw new IllegalStateException(
          "the declaration of %s takes a message of %d octets, and the path allows %d: use fewer"
                  .formatted(entry.template(), size, maxBytes)
              + " fields, or set maxPayloadBytes if the path allows more");
    }
  }

  private void describe(int maxBytes, List<AccountedMessage> messages) {
    DataMessage message = new DataMessage(types.domain());
    for (TypeRecord record : typeRecords) {
      int size = types.template().sizeBytes(record);
      if (message.recordCount() > 0 && message.sizeWith(types, size) > maxBytes) {
        messages.add(message);
        message = new DataMessage(types.domain());
      }
      message.add(types, record, size);
    }
    if (message.recordCount() > 0) {
      messages.add(message);
    }
  }

  AccountedMessage reliability(Reliability record) {
    DataMessage message = new DataMessage(reliability.domain());
    message.add(reliability, record, reliability.template().sizeBytes(record));
    return message;
  }
}
