package reactor.xsk.internal.sender;

/** Where a thread was when another one gave up waiting for it. */
final class BlockedThread {

  private final String name;
  private final Throwable stack;

  BlockedThread(Thread thread) {
    name = thread.getName();
    stack = new Throwable("the stack of " + name);
    stack.setStackTrace(thread.getStackTrace());
  }

  /** Its stack, as that of an exception. */
  Throwable stack() {
    return stack;
  }

  /** The values for an error message. */
  String describe() {
    StackTraceElement[] frames = stack.getStackTrace();
    return "thread=%s, at=%s".formatted(name, frames.length == 0 ? "its end" : frames[0]);
  }
}
