package reactor.xsk.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.xsk.telemetry.record.RecordTemplate;

/**
 * The settings of the exporters that send templates: IPFIX and NetFlow v9. For one thread.
 *
 * @param <R> the type of the records
 * @param <B> the builder of the protocol
 */
public abstract class TemplateExporterBuilder<R, B extends TemplateExporterBuilder<R, B>>
    extends ExporterBuilder<B> {

  private final List<RecordTemplate<? extends R>> templates = new ArrayList<>();
  private Duration templateRefresh = Duration.ofSeconds(30);
  private long templateRefreshMessages = 4_096;
  private int templateCopies = 3;

  /** For the builders of this module. */
  protected TemplateExporterBuilder() {}

  /**
   * Adds the template of a class of records. Templates get their numbers, from 256, in this order.
   *
   * @param template the template; with scope fields it is an options template
   * @return this
   */
  public B template(RecordTemplate<? extends R> template) {
    templates.add(template);
    return self();
  }

  /**
   * Sets when templates are sent again: {@code templateRefreshTimeout} and {@code
   * optionsTemplateRefreshTimeout} of RFC 6728.
   *
   * @param interval 1 s to 1 d; the default is 30 s
   * @param messages after so many messages also before; 1 or more, the default is 4,096
   * @return this
   */
  public B templateRefresh(Duration interval, long messages) {
    check(interval, Duration.ofSeconds(1), Duration.ofDays(1), "templateRefresh");
    check(messages, 1, Long.MAX_VALUE, "templateRefresh messages");
    templateRefresh = interval;
    templateRefreshMessages = messages;
    return self();
  }

  /**
   * Sets how often templates are sent before the first record of a stream, each time in a message
   * of their own (RFC 7011 section 8.4).
   *
   * @param copies 1 to 10; the default is 3
   * @return this
   */
  public B templateCopies(int copies) {
    check(copies, 1, 10, "templateCopies");
    templateCopies = copies;
    return self();
  }

  /**
   * The templates as they are now.
   *
   * @return a copy
   * @throws IllegalArgumentException if there is none
   */
  protected List<RecordTemplate<? extends R>> templates() {
    if (templates.isEmpty()) {
      throw new IllegalArgumentException("an exporter has at least one template");
    }
    return List.copyOf(templates);
  }

  /**
   * When templates are sent again, by time.
   *
   * @return the interval
   */
  protected Duration templateRefresh() {
    return templateRefresh;
  }

  /**
   * When templates are sent again, by count.
   *
   * @return messages
   */
  protected long templateRefreshMessages() {
    return templateRefreshMessages;
  }

  /**
   * How often templates are sent before the first record.
   *
   * @return copies
   */
  protected int templateCopies() {
    return templateCopies;
  }
}
