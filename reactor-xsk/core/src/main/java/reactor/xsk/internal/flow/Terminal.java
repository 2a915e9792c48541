package reactor.xsk.internal.flow;

import org.jspecify.annotations.Nullable;

/** How a source ended: with an error, or without. */
record Terminal(@Nullable Throwable error) {

  /** The source completed. */
  static final Terminal COMPLETE = new Terminal(null);

  /**
   * The sender ended the source: nothing more is taken. Told from {@link #COMPLETE} by identity.
   */
  static final Terminal CUT = new Terminal(null);
}
