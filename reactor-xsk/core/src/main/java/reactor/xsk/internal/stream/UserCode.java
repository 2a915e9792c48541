package reactor.xsk.internal.stream;

import java.util.Objects;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.Context;

/**
 * What to do when code of a user (a source, a writer, a subscriber, a hook) throws on the loop
 * thread. The thread serves other streams as well, so whatever was thrown stays with its stream,
 * also what Reactor counts as fatal to the JVM, such as a missing class.
 */
public final class UserCode {

  private static final Logger LOG = Loggers.getLogger(UserCode.class);

  private UserCode() {}

  /** The context of a subscriber, or an empty one if it throws or gives none. */
  static Context contextOf(CoreSubscriber<?> subscriber) {
    try {
      return Objects.requireNonNullElse(subscriber.currentContext(), Context.empty());
    } catch (Throwable t) {
      drop(t, Context.empty());
      return Context.empty();
    }
  }

  /** Passes an item to the discard hook; Reactor handles what a hook throws, but not a context. */
  static void discard(Object item, Context context) {
    try {
      Operators.onDiscard(item, context);
    } catch (Throwable t) {
      drop(t, Context.empty());
    }
  }

  /** The error with which the stream ends. */
  static Throwable errorOf(Throwable thrown, Context context) {
    try {
      return Operators.onOperatorError(null, thrown, context);
    } catch (Throwable fatalOrHook) {
      return thrown;
    }
  }

  /** No subscriber can get it: passes it to Reactor's hook. */
  static void drop(Throwable thrown, Context context) {
    try {
      Operators.onErrorDropped(thrown, context);
    } catch (Throwable hook) {
      LOG.error("the hook for dropped errors threw", hook);
    }
  }

  /** The text of an exception, even if its own method for that throws. */
  public static String describe(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (Throwable t) {
      return thrown.getClass().getName();
    }
  }
}
