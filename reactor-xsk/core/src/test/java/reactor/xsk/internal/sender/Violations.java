package reactor.xsk.internal.sender;

import org.jspecify.annotations.Nullable;

/** Keeps the first failed assertion: the loop survives whatever its callbacks throw. */
final class Violations {

  private @Nullable AssertionError first;

  void check(Runnable assertions) {
    try {
      assertions.run();
    } catch (AssertionError e) {
      first = first == null ? e : first;
      throw e;
    }
  }

  void throwFirst() {
    if (first != null) {
      throw first;
    }
  }
}
