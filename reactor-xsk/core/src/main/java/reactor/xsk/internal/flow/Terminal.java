package reactor.xsk.internal.flow;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a source has ended, and how. Any thread sets it; the first end stands. */
final class Terminal {

  /** How a source ended. */
  private sealed interface End permits Completed, Cut, Failed {}

  private record Completed() implements End {}

  /** The sender ended the source: nothing more is taken. */
  private record Cut() implements End {}

  private record Failed(Throwable error) implements End {}

  private final AtomicReference<@Nullable End> end = new AtomicReference<>();

  boolean isSet() {
    return end.get() != null;
  }

  /** The error that the source ended with, if it did. */
  @Nullable Throwable error() {
    return end.get() instanceof Failed(Throwable error) ? error : null;
  }

  /** The source completed. Returns whether this is how it ended. */
  boolean complete() {
    return end.compareAndSet(null, new Completed());
  }

  /** The source failed. Returns whether this is how it ended. */
  boolean fail(Throwable error) {
    return end.compareAndSet(null, new Failed(error));
  }

  /** The sender ends the source. Returns whether this is how it ended. */
  boolean cut() {
    return end.compareAndSet(null, new Cut());
  }

  /** The source broke a rule: that counts also if it has completed; its own error stands. */
  void breakOff(Throwable error) {
    end.updateAndGet(how -> how instanceof Failed ? how : new Failed(error));
  }
}
