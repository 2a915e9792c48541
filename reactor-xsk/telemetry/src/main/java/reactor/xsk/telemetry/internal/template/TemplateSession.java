package reactor.xsk.telemetry.internal.template;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;

/** The templates of an exporter, and the messages that it sends by itself. */
public interface TemplateSession {

  /** The templates, those of the user first. */
  List<TemplateEntry<?>> entries();

  /** Messages that declare all templates, so many times. */
  List<AccountedMessage> declarations(int copies, int maxBytes);

  /** What is sent regularly, and at the end of an export; null for nothing. */
  @Nullable AccountedMessage regularReport();
}
