package reactor.xsk.internal.linux;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far; closes it in the opposite order, once. */
public final class CloseStack implements AutoCloseable {

  private final Deque<Runnable> closers = new ArrayDeque<>();

  /** Runs {@code closer} on close. */
  public void onClose(Runnable closer) {
    closers.push(closer);
  }

  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }
}
