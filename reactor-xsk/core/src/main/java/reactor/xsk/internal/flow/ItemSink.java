package reactor.xsk.internal.flow;

/** Where streams put the items that the loop takes: its window. */
interface ItemSink {

  /** Stage 2: one item more. */
  void take(Source<?> source, Object item);
}
