package reactor.xsk.internal.linux;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has been opened so far; closes it in the opposite order, once. */
public final class CloseStack implements AutoCloseable {

  /** Closes something; throws nothing that a caller must catch. */
  @FunctionalInterface
  public interface Closer extends AutoCloseable {
    @Override
    void close();
  }

  private final Deque<Closer> closers = new ArrayDeque<>();

  /**
   * Takes over something that is open: it is closed with the stack, or at once if there is no
   * memory to remember it.
   *
   * @return {@code opened}
   */
  public <T extends Closer> T own(T opened) {
    try {
      closers.push(opened);
      return opened;
    } catch (Throwable t) {
      opened.close();
      throw t;
    }
  }

  /** Closes everything, also behind a closer that fails; the first failure is thrown then. */
  @Override
  public void close() {
    Throwable failure = null;
    while (!closers.isEmpty()) {
      try {
        closers.pop().close();
      } catch (Throwable t) {
        failure = failure == null ? t : failure;
      }
    }
    rethrow(failure);
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
