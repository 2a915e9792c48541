package reactor.xsk.doctor;

import org.jspecify.annotations.Nullable;

/** One thing that the doctor looked at. Immutable. */
public final class Finding {

  /** What came of it. */
  public enum Verdict {
    /** It is there, or it works. */
    GRANTED,
    /** It is not there, or it does not work: {@link #whyNot()} and {@link #remedy()} say more. */
    REFUSED,
    /** It could not be found out: {@link #whyNot()} says why. */
    UNKNOWN
  }

  private static final int REMEDY_COLUMN = 24;
  private static final int REMEDY_WIDTH = 90;

  private final String topic;
  private final String what;
  private final Verdict verdict;
  private final String granted;
  private final String whyNot;
  private final String remedy;

  private Finding(
      String topic, String what, Verdict verdict, String granted, String whyNot, String remedy) {
    this.topic = topic;
    this.what = what;
    this.verdict = verdict;
    this.granted = granted;
    this.whyNot = whyNot;
    this.remedy = remedy;
  }

  static Finding granted(String topic, String what, String granted) {
    return new Finding(topic, what, Verdict.GRANTED, granted, "", "");
  }

  static Finding refused(String topic, String what, String whyNot, String remedy) {
    return new Finding(topic, what, Verdict.REFUSED, "", whyNot, remedy);
  }

  static Finding unknown(String topic, String what, String whyNot) {
    return new Finding(topic, what, Verdict.UNKNOWN, "", whyNot, "");
  }

  /**
   * The group that it belongs to.
   *
   * @return {@code process}, {@code interface} or {@code mode}
   */
  public String topic() {
    return topic;
  }

  /**
   * What was looked at.
   *
   * @return for example {@code CAP_NET_RAW}, {@code queues}, {@code COPY}
   */
  public String what() {
    return what;
  }

  /**
   * What came of it.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * What there is.
   *
   * @return a value, or null if it is refused or unknown
   */
  public @Nullable String granted() {
    return verdict == Verdict.GRANTED ? granted : null;
  }

  /**
   * Why it is not granted, or why it is not known.
   *
   * @return a sentence, or null if it is granted
   */
  public @Nullable String whyNot() {
    return verdict == Verdict.GRANTED ? null : whyNot;
  }

  /**
   * What to try.
   *
   * @return a sentence, or null if there is nothing to mend
   */
  public @Nullable String remedy() {
    return verdict == Verdict.REFUSED ? remedy : null;
  }

  private static String wrapped(String remedy) {
    StringBuilder text = new StringBuilder("try:");
    int column = text.length();
    for (String word : remedy.split(" ")) {
      if (column + word.length() >= REMEDY_WIDTH) {
        text.append('\n').append(" ".repeat(REMEDY_COLUMN + 4));
        column = 4;
      }
      text.append(' ').append(word);
      column += 1 + word.length();
    }
    return text.toString();
  }

  /** One line, and others with the remedy. */
  @Override
  public String toString() {
    String line =
        switch (verdict) {
          case GRANTED -> "yes  %-18s %s".formatted(what, granted);
          case REFUSED -> "no   %-18s %s".formatted(what, whyNot);
          case UNKNOWN -> "?    %-18s %s".formatted(what, whyNot);
        };
    return remedy.isEmpty() ? line : line + "\n" + " ".repeat(REMEDY_COLUMN) + wrapped(remedy);
  }
}
