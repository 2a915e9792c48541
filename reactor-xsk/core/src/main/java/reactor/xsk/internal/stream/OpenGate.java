package reactor.xsk.internal.stream;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/** See {@link Gate#OPEN}. */
final class OpenGate implements Gate {

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public @Nullable XskException failure() {
    return null;
  }

  @Override
  public void onOpen(Runnable opened) {}

  @Override
  public void forget(Runnable opened) {}
}
