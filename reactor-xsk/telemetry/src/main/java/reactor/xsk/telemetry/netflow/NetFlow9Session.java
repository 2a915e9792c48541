package reactor.xsk.telemetry.netflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.internal.template.Declarations;
import reactor.xsk.telemetry.internal.template.Framing;
import reactor.xsk.telemetry.internal.template.TemplateEntry;
import reactor.xsk.telemetry.internal.template.TemplateSession;
import reactor.xsk.telemetry.record.RecordTemplate;

/** The templates of an exporter. NetFlow v9 has no record of what was not sent. */
final class NetFlow9Session implements TemplateSession {

  private static final int FIRST_TEMPLATE_ID = 256;

  private final List<TemplateEntry<?>> entries = new ArrayList<>();

  NetFlow9Session(List<RecordTemplate<?>> templates, Framing framing) {
    int id = FIRST_TEMPLATE_ID;
    for (RecordTemplate<?> template : templates) {
      entries.add(new TemplateEntry<>(id++, template, framing, true));
    }
  }

  @Override
  public List<TemplateEntry<?>> entries() {
    return entries;
  }

  @Override
  public List<AccountedMessage> declarations(int copies, int maxBytes) {
    return Declarations.of(entries, copies, maxBytes);
  }

  @Override
  public @Nullable AccountedMessage regularReport() {
    return null;
  }
}
