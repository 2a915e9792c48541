package reactor.xsk.samples.demo;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The demo cannot go on, for a reason that is in the message. */
final class DemoFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  DemoFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
