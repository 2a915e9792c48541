package reactor.xsk.internal.stream;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/**
 * Whether the packets of a stream can go at the moment. While they cannot, the loop takes nothing
 * from the stream: what its source has handed over waits, and nothing more is requested. Other
 * streams go on.
 */
public interface Gate {

  /** Of packets that can always go. */
  Gate OPEN = new OpenGate();

  /** Loop thread, once for each window: no lock, no allocation. */
  boolean isOpen();

  /** Loop thread, while it is not open: why the stream is to end now; null if it is to wait. */
  @Nullable XskException failure();

  /**
   * Calls {@code opened} whenever the gate opens, until {@link #forget}; more than one call with
   * the same object is one. A gate that opens becomes open first and calls then.
   */
  void onOpen(Runnable opened);

  /** Calls {@code opened} no more. */
  void forget(Runnable opened);
}
