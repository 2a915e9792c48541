package reactor.xsk.internal.stream;

/** Where streams put the items that the loop takes: its window. */
public interface ItemSink {

  /** Stage 2: what is taken from here on is of {@code source}. */
  void begin(Source<?> source);

  /** Stage 2: one item more. */
  void take(Object item);
}
