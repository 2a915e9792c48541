package reactor.xsk.micrometer;

import java.lang.reflect.Proxy;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.xsk.XskCounters;
import reactor.xsk.XskSender;

/** A sender that has counters and an end, and nothing else. */
final class FakeSender {

  private final Sinks.Empty<Void> disposed = Sinks.empty();
  final XskSender sender;

  FakeSender(XskCounters counters) {
    Mono<Void> end = disposed.asMono();
    sender =
        (XskSender)
            Proxy.newProxyInstance(
                XskSender.class.getClassLoader(),
                new Class<?>[] {XskSender.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "counters" -> counters;
                      case "onDispose" -> end;
                      case "toString" -> "FakeSender";
                      default -> throw new UnsupportedOperationException(method.toString());
                    });
  }

  void end() {
    disposed.tryEmitEmpty();
  }

  void fail(Throwable failure) {
    disposed.tryEmitError(failure);
  }
}
