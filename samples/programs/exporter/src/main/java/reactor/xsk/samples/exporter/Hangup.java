package reactor.xsk.samples.exporter;

import java.lang.reflect.Proxy;

/** SIGHUP, which ends a JVM by default, and by which daemons read their config again. */
final class Hangup {

  private Hangup() {}

  /**
   * Runs the task at each SIGHUP, on a thread of the JVM. By reflection, since compilers warn of
   * sun.misc.Signal, and there is no other way.
   */
  static void onSignal(Runnable task) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object runs =
          Proxy.newProxyInstance(
              Hangup.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                task.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), runs);
    } catch (ReflectiveOperationException e) {
      // another JVM, or one started with -Xrs: the config is read again when it changes
    }
  }
}
