package reactor.xsk.telemetry.internal.template;

import java.util.ArrayList;
import java.util.List;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;

/** Packs declarations of templates into messages. */
public final class Declarations {

  private Declarations() {}

  /**
   * Messages that declare the templates so many times, each time the domains one after the other.
   */
  public static List<AccountedMessage> of(
      List<TemplateEntry<?>> entries, int copies, int maxBytes) {
    List<AccountedMessage> messages = new ArrayList<>();
    List<Framing> domains =
        entries.stream().<Framing>map(TemplateEntry::framing).distinct().toList();
    for (int copy = 0; copy < copies; copy++) {
      for (Framing domain : domains) {
        declare(
            domain,
            entries.stream().filter(it -> it.framing() == domain).toList(),
            maxBytes,
            messages);
      }
    }
    return messages;
  }

  private static void declare(
      Framing framing,
      List<TemplateEntry<?>> entries,
      int maxBytes,
      List<AccountedMessage> messages) {
    List<TemplateEntry<?>> packed = new ArrayList<>();
    for (TemplateEntry<?> entry : entries) {
      requireFits(framing, entry, maxBytes);
      packed.add(entry);
      if (TemplateMessage.sizeBytes(framing, packed) > maxBytes) {
        packed.removeLast();
        messages.add(new TemplateMessage(framing, List.copyOf(packed)));
        packed.clear();
        packed.add(entry);
      }
    }
    messages.add(new TemplateMessage(framing, List.copyOf(packed)));
  }

  private static void requireFits(Framing framing, TemplateEntry<?> entry, int maxBytes) {
    int size = TemplateMessage.sizeBytes(framing, List.of(entry));
    if (size > maxBytes) {
      throw new IllegalStateException(
          "the declaration of %s takes a message of %d octets, and the path allows %d: use fewer"
                  .formatted(entry.template(), size, maxBytes)
              + " fields, or set maxPayloadBytes if the path allows more");
    }
  }
}
