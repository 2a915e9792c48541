package reactor.xsk.internal.stream;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a source has ended, and how. Any thread sets it; the first end stands. */
final class Terminal {

  private sealed interface End permits Completed, Failed, Cut {}

  private record Completed() implements End {}

  private record Failed(Throwable error) implements End {}

  /** The sender ended the source: it was closed, or the source broke a rule. */
  private record Cut(@Nullable Throwable error) implements End {}

  private final AtomicReference<@Nullable End> end = new AtomicReference<>();

  boolean isSet() {
    return end.get() != null;
  }

  /** Whether the sender ended the source: what still comes is discarded, and no rule is broken. */
  boolean isCut() {
    return end.get() instanceof Cut;
  }

  /** The error that the stream ends with because of its source, if there is one. */
  @Nullable Throwable error() {
    return errorOf(end.get());
  }

  private static @Nullable Throwable errorOf(@Nullable End how) {
    return switch (how) {
      case Failed(Throwable error) -> error;
      case Cut(Throwable error) -> error;
      case Completed() -> null;
      case null -> null;
    };
  }

  /** The source completed. */
  void complete() {
    end.compareAndSet(null, new Completed());
  }

  /** The source failed. Returns false if it had ended before. */
  boolean fail(Throwable error) {
    return end.compareAndSet(null, new Failed(error));
  }

  /** The sender takes nothing more. Returns false if the source had ended before. */
  boolean cut() {
    return end.compareAndSet(null, new Cut(null));
  }

  /** The source broke a rule: that counts also if it has completed; an error of its own stands. */
  void breakOff(Throwable error) {
    end.updateAndGet(how -> errorOf(how) == null ? new Cut(error) : how);
  }
}
