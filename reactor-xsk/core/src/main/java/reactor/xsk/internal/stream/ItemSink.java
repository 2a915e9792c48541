package reactor.xsk.internal.stream;

/** Where streams put the items that the loop takes: its window. */
public interface ItemSink {

  /** Stage 2: one item more. */
  void take(Source<?> source, Object item);
}
