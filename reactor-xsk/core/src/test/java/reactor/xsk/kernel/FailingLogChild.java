package reactor.xsk.kernel;

import java.lang.reflect.Proxy;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.ProcessResources;

/**
 * A process in which memory runs out in the log: at the first message of a sender's life, then at
 * the second, and so on until no message is left.
 */
final class FailingLogChild {

  private static final int PACKET_BYTES = 60;
  private static final int MOST_MESSAGES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static volatile int messages;
  private static volatile int failing = -1;

  private FailingLogChild() {}

  /** Arguments: interface and mode. Prints at how many messages it threw; a leak is a failure. */
  public static void main(String[] arguments) {
    Loggers.useCustomLoggers(FailingLogChild::logger);
    XskConfig config = XskConfig.builder(arguments[0]).mode(XskMode.valueOf(arguments[1])).build();
    live(config); // so that what is loaded once is loaded
    ProcessResources before = ProcessResources.now();
    int thrown = 0;
    for (int at = 1; at < MOST_MESSAGES; at++) {
      messages = 0;
      failing = at;
      live(config);
      before.awaitAgain(PATIENCE);
      if (messages < at) {
        break;
      }
      thrown++;
    }
    failing = -1;
    XskSender.create(config).close();
    System.out.printf("failures=%d umems=0%n", thrown);
  }

  private static void live(XskConfig config) {
    try (XskSender sender = XskSender.create(config)) {
      sender
          .<Integer>send(Flux.range(0, 10), (n, frame) -> PACKET_BYTES)
          .materialize()
          .block(PATIENCE);
    } catch (OutOfMemoryError injected) {
      // out of create or close: nothing may be left open
    }
  }

  private static Logger logger(String name) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getReturnType() == boolean.class) {
                return true;
              }
              if (method.getReturnType() == void.class && name.startsWith("reactor.xsk")) {
                messages++;
                if (messages == failing) {
                  throw new OutOfMemoryError("injected at message " + messages);
                }
              }
              return method.getReturnType() == String.class ? name : null;
            });
  }
}
