package reactor.xsk.micrometer;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.xsk.XskCounters;
import reactor.xsk.XskLane;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;

/** A sender that has counters and an end, and nothing else. */
final class FakeSender {

  private final Sinks.Empty<Void> disposed = Sinks.empty();
  final XskSender sender;

  /** With a lane for each of the counters, from queue 0. */
  FakeSender(XskCounters... counters) {
    List<XskLane> lanes = new ArrayList<>();
    for (XskCounters each : counters) {
      lanes.add(XskLane.of(lanes.size(), XskMode.VIRTUAL, each, null));
    }
    Mono<Void> end = disposed.asMono();
    sender =
        (XskSender)
            Proxy.newProxyInstance(
                XskSender.class.getClassLoader(),
                new Class<?>[] {XskSender.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "queues" -> lanes;
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
