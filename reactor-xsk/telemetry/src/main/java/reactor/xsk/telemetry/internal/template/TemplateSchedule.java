package reactor.xsk.telemetry.internal.template;

/**
 * When templates are due: several times at the start of a stream, then by time and by count, and
 * when the wall clock has been set back (RFC 7011 sections 8.2, 8.4).
 */
public final class TemplateSchedule {

  private final long refreshNs;
  private final long refreshMessages;
  private final int copies;

  private int copiesDue;
  private long sentNs;
  private long messages;
  private long wallMs;

  public TemplateSchedule(long refreshNs, long refreshMessages, int copies) {
    this.refreshNs = refreshNs;
    this.refreshMessages = refreshMessages;
    this.copies = copies;
  }

  void start() {
    copiesDue = copies;
  }

  /** How many copies are due at this time. They count as sent. */
  int take(long nowNs, long nowWallMs) {
    boolean setBack = nowWallMs < wallMs;
    wallMs = nowWallMs;
    if (copiesDue == 0 && (setBack || messages >= refreshMessages || nowNs - sentNs >= refreshNs)) {
      copiesDue = 1;
    }
    int due = copiesDue;
    if (due > 0) {
      copiesDue = 0;
      sentNs = nowNs;
      messages = 0;
    }
    return due;
  }

  void countMessage() {
    messages++;
  }

  long nextNs() {
    return sentNs + refreshNs;
  }
}
