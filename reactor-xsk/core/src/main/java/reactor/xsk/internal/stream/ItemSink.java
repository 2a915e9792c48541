package reactor.xsk.internal.stream;

import org.jspecify.annotations.Nullable;

/** Where streams put the items that the loop takes: its window. */
public interface ItemSink {

  /** The place of the items; the next go behind the first {@link #size}. */
  @Nullable Object[] items();

  /** Items that are there. */
  int size();

  /** Stage 2: so many items more are there, of {@code source}. */
  void took(Source<?> source, int count);
}
